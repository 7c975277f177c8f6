(** The coordinates of a layer: each is decided, stays open as a unit, or is not settled yet; and that they hold what a
    network computes there. *)

From Coq Require Import ZArith QArith List Lia Lqa Bool Setoid.
From Memocert Require Import Forms.
From Memocert Require Export States.
Import ListNotations.
Open Scope Z_scope.

(** What hints an execution reads: those by which an end is not a path are not read where paths count, and none where
    it follows a segment. *)
Inductive mode := Relaxing | Exact | Guided.

(** A coordinate of a layer: whether the unit is on, with its value, or the form before it. *)
Inductive coordinate := Done (on : bool) (value : form) | Open (f : form).

(** The value of a unit that is on. *)
Definition high (kind : unit_kind) (f : form) : form := match kind with Relu => f | Step => [1] end.

Definition begun (kind : unit_kind) (f : form) : coordinate :=
  match constant f with
  | Some c => if 0 <=? c then Done true (high kind [c]) else Done false []
  | None => Open f
  end.

Fixpoint open_places (place : nat) (cs : list coordinate) : list nat :=
  match cs with
  | [] => []
  | Open _ :: cs' => place :: open_places (S place) cs'
  | Done _ _ :: cs' => open_places (S place) cs'
  end.

Fixpoint open_at (place : nat) (cs : list coordinate) : option form :=
  match cs with
  | [] => None
  | c :: cs' =>
      match place with
      | O => match c with Open f => Some f | Done _ _ => None end
      | S place' => open_at place' cs'
      end
  end.

Fixpoint put (place : nat) (c : coordinate) (cs : list coordinate) : list coordinate :=
  match cs with
  | [] => []
  | c' :: cs' => match place with O => c :: cs' | S place' => c' :: put place' c cs' end
  end.

Definition low : coordinate := Done false [].

Fixpoint closed (cs : list coordinate) : option (list bool * list form) :=
  match cs with
  | [] => Some ([], [])
  | Open _ :: _ => None
  | Done on v :: cs' => match closed cs' with Some (bs, vs) => Some (on :: bs, v :: vs) | None => None end
  end.

(** * Units *)

(** A form over a denominator in lowest terms. *)
Definition lowest_terms (f : form) (d : Z) : form * Z :=
  let g := divisor d f in if g <=? 1 then (f, d) else (map (fun a => a / g) f, d / g).

(** The next unit, over a denominator. *)
Definition variable (p : nat) (us : open_units) (d : Z) : form := repeat 0 (S (p + length us)) ++ [d].

(** Coordinates at these places become the next units, with bounds by the intervals and the units that were there. *)
Fixpoint relaxed (b : box) (there : open_units) (scale d : Z) (places : list nat) (cs : list coordinate) (us : open_units)
  : option (list coordinate * open_units) :=
  match places with
  | [] => Some (cs, us)
  | place :: places' =>
      match open_at place cs with
      | Some f =>
          let '(f, q) := lowest_terms f d in
          match own_bounds b there f q scale with
          | Some (l, h) =>
              let value := if h <=? 0 then [] else variable (length b) us d in
              relaxed b there scale d places' (put place (Done false value) cs) (OpenUnit (length b) (length us) f q scale l h :: us)
          | None => None
          end
      | None => None
      end
  end.

Definition all_relaxed (g : ground) (scale d : Z) (places : list nat) (cs : list coordinate)
  : option (list coordinate * ground) :=
  let places := match places with [] => open_places O cs | _ => places end in
  if scale <=? 0 then None
  else match relaxed (intervals g) (units g) scale d places cs (units g) with
       | Some (cs', us) => Some (cs', Ground (facts g) (intervals g) us)
       | None => None
       end.

(** * Soundness *)

Section Layer.

Variable how : mode.

(** What a coordinate holds of the value q before it, at the point reached. *)
Definition coordinate_rep (kind : unit_kind) (x : list Q) (d : Z) (c : coordinate) (q : Q) : Prop :=
  match c with
  | Done on v => (how <> Relaxing -> on = Qle_bool 0 q) /\ onward x (fun y => ev v y == act kind q * inject_Z d)%Q
  | Open f => onward x (fun y =>
      ((0 <= q)%Q <-> (0 <= ev f y)%Q) /\ ((0 <= q)%Q -> (ev (high kind f) y == act kind q * inject_Z d)%Q) /\
      (kind = Relu -> (ev f y == q * inject_Z d)%Q))
  end.

Lemma coordinate_rep_grows kind x y d c q : grows x y -> coordinate_rep kind x d c q -> coordinate_rep kind y d c q.
Proof.
  intros G. destruct c; cbn [coordinate_rep].
  - intros [O V]. split; [exact O|]. eapply onward_grows; eassumption.
  - apply onward_grows, G.
Qed.

Lemma act_low kind x d : (x < 0)%Q -> (0 == act kind x * inject_Z d)%Q.
Proof.
  intros H. unfold act. destruct (Qle_bool 0 x) eqn:E; [|ring].
  apply Qle_bool_iff in E. lra.
Qed.

Lemma off x : (x < 0)%Q -> Qle_bool 0 x = false.
Proof. intros H. apply not_true_is_false. rewrite Qle_bool_iff. lra. Qed.

Lemma closed_rep kind x d cs qs : Forall2 (coordinate_rep kind x d) cs qs ->
  forall on vs, closed cs = Some (on, vs) -> (how <> Relaxing -> on = map (Qle_bool 0) qs) /\
  onward x (fun y => Forall2 (fun f q => (ev f y == q * inject_Z d)%Q) vs (map (act kind) qs)).
Proof.
  induction 1 as [|c q cs qs Hc _ IH]; simpl; intros on vs E.
  - injection E as <- <-. split; [reflexivity|]. intros t. constructor.
  - destruct c; [|discriminate]. destruct (closed cs) as [[on' vs']|]; [|discriminate]. injection E as <- <-.
    destruct (IH _ _ eq_refl) as [O H]. destruct Hc as [Oc Hc]. split.
    + intros M. rewrite (O M), (Oc M). reflexivity.
    + intros t. constructor; [apply Hc | apply H].
Qed.

Lemma put_rep (P : coordinate -> Q -> Prop) cs qs : Forall2 P cs qs -> forall place f, open_at place cs = Some f ->
  exists q, P (Open f) q /\ forall c, P c q -> Forall2 P (put place c cs) qs.
Proof.
  induction 1 as [|c q cs qs Hc Hcs IH]; intros place f E; [destruct place; discriminate|].
  destruct place; simpl in E.
  - destruct c; [discriminate|]. injection E as ->. exists q. split; [exact Hc|].
    intros v Hv. simpl. constructor; assumption.
  - destruct (IH _ _ E) as (q' & H1 & H2). exists q'. split; [exact H1|].
    intros v Hv. simpl. constructor; auto.
Qed.

Lemma low_rep kind x d f q : coordinate_rep kind x d (Open f) q -> (ev f x < 0)%Q -> coordinate_rep kind x d low q.
Proof.
  intros H Hf. apply onward_here in H. destruct H as [H _].
  destruct (Qlt_le_dec q 0) as [L|L]; [|rewrite H in L; lra].
  simpl. rewrite off by assumption. split; [reflexivity|]. intros t. change (ev [] (x ++ t)) with 0%Q. apply act_low. exact L.
Qed.

Lemma high_rep kind x d f q : coordinate_rep kind x d (Open f) q -> (0 <= ev f x)%Q ->
  coordinate_rep kind x d (Done true (high kind f)) q.
Proof.
  intros H Hf. pose proof (onward_here _ _ H) as [H1 _]. apply H1 in Hf. simpl. split.
  - intros _. symmetry. apply Qle_bool_iff. exact Hf.
  - intros t. apply (H t). exact Hf.
Qed.

(** The sign of an open form is the same at whatever comes behind. *)
Lemma open_negative kind x d f q : coordinate_rep kind x d (Open f) q -> (ev f x < 0)%Q ->
  onward x (fun y => satisfies y (negative_at f)).
Proof.
  intros H N t. apply negative_at_satisfies. pose proof (onward_here _ _ H) as [H1 _]. destruct (H t) as [H2 _].
  destruct (Qlt_le_dec (ev f (x ++ t)) 0) as [|P]; [assumption|]. apply H2, H1 in P. lra.
Qed.

Lemma open_reached kind x d f q : coordinate_rep kind x d (Open f) q -> (0 <= ev f x)%Q ->
  onward x (fun y => satisfies y (reached_at f)).
Proof.
  intros H P t. apply reached_at_satisfies. pose proof (onward_here _ _ H) as [H1 _]. destruct (H t) as [H2 _].
  apply H2, H1, P.
Qed.

(** ** Units *)

Lemma act_proper (v w : Q) : (v == w -> act Relu v == act Relu w)%Q.
Proof.
  intros E. unfold act. assert (B : Qle_bool 0 v = Qle_bool 0 w).
  { apply eq_true_iff_eq. rewrite !Qle_bool_iff, E. reflexivity. }
  rewrite B. destruct (Qle_bool 0 w); [exact E | reflexivity].
Qed.

Lemma lowest_terms_ev f d f' e : 0 < d -> lowest_terms f d = (f', e) ->
  0 < e /\ forall y q, (ev f y == q * inject_Z d)%Q -> (ev f' y == q * inject_Z e)%Q.
Proof.
  intros D. unfold lowest_terms. destruct (Z.leb_spec (divisor d f) 1) as [|G]; intros [= <- <-]; [auto|].
  assert (0 <= d) as D' by lia. destruct (divisor_divides f d D') as [D1 D2]. set (g := divisor d f) in *.
  assert (0 < g) as Hg by lia. assert (g * (d / g) = d) as Ed by (apply divides_back; assumption).
  split; [nia|]. intros y q H. apply (cancelled (ev f y) _ q _ (inject_Z g)).
  - rewrite <- injZ_pos. exact Hg.
  - apply lin_divided; assumption.
  - rewrite <- inject_Z_mult, Ed. exact H.
Qed.

Lemma lin_behind d x v t : (lin (repeat 0%Z (length x) ++ [d]) (x ++ v :: t) == inject_Z d * v)%Q.
Proof.
  induction x as [|q x IH]; cbn [length repeat app lin].
  - destruct t; ring.
  - rewrite IH. change (inject_Z 0) with 0%Q. ring.
Qed.

Lemma variable_ev p us d x v t : length x = (p + length us)%nat -> (ev (variable p us d) (x ++ v :: t) == inject_Z d * v)%Q.
Proof.
  intros L. unfold ev, variable. rewrite <- L. change (1%Q :: x ++ v :: t) with ((1%Q :: x) ++ v :: t).
  change (S (length x)) with (length (1%Q :: x)). apply lin_behind.
Qed.

Section Relaxed.

Variables (z : list Q) (b : box) (there : open_units) (scale d : Z).
Hypothesis relaxing : how = Relaxing.
Hypothesis wide : length z = length b.
Hypothesis in_box : held b z.
Hypothesis before_it : settled z there.
Hypothesis scale_positive : 0 < scale.
Hypothesis d_positive : 0 < d.

Let old : list Q := extension z there.

(** Open coordinates are as they were before the first unit came. *)
Definition still (x : list Q) (c : coordinate) (q : Q) : Prop :=
  coordinate_rep Relu x d c q /\ match c with Open _ => coordinate_rep Relu old d c q | Done _ _ => True end.

Lemma still_grows x y c q : grows x y -> still x c q -> still y c q.
Proof. intros G [H O]. split; [eapply coordinate_rep_grows; eassumption | exact O]. Qed.

Lemma off_value p n l h q f e : 0 < e -> sound_at (OpenUnit p n f e scale l h) (q * inject_Z e) -> h <= 0 ->
  (0 == act Relu q * inject_Z d)%Q.
Proof.
  intros E (_ & _ & _ & U) H. cbn [OpenUnit Relaxation.scale greatest divisor_of] in U.
  destruct (Qlt_le_dec q 0) as [N|P]; [apply act_low, N|]. unfold act. rewrite (proj2 (Qle_bool_iff 0 q) P).
  apply (proj1 (injZ_pos _)) in E, scale_positive. rewrite inject_Z_mult in U.
  assert (Hh : (inject_Z h <= 0)%Q) by (change 0%Q with (inject_Z 0); rewrite <- Zle_Qle; exact H).
  assert (0 <= inject_Z scale * q)%Q by (apply Qmult_le_0_compat; lra).
  assert (W : (inject_Z e * (inject_Z scale * q - inject_Z h) <= 0)%Q).
  { setoid_replace (inject_Z e * (inject_Z scale * q - inject_Z h))%Q
      with (inject_Z scale * (q * inject_Z e) - inject_Z h * inject_Z e)%Q by ring. lra. }
  assert (inject_Z scale * q - inject_Z h <= 0)%Q by nra.
  assert (inject_Z scale * q == 0)%Q by lra. assert (q == 0)%Q as -> by nra. ring.
Qed.

Lemma relaxed_sound places : forall cs us cs' us' qs, relaxed b there scale d places cs us = Some (cs', us') ->
  settled z us -> grows old (extension z us) -> Forall2 (still (extension z us)) cs qs ->
  settled z us' /\ grows (extension z us) (extension z us') /\ Forall2 (still (extension z us')) cs' qs.
Proof.
  induction places as [|place places IH]; intros cs us cs' us' qs H S G C; cbn [relaxed] in H.
  - injection H as <- <-. split; [exact S|]. split; [apply grows_same | exact C].
  - destruct (open_at place cs) as [f|] eqn:O; [|discriminate]. destruct (lowest_terms f d) as [f' e] eqn:T.
    destruct (own_bounds b there f' e scale) as [[l h]|] eqn:B; [|discriminate].
    destruct (put_rep _ _ _ C _ _ O) as (q & [_ Q] & Put).
    destruct (lowest_terms_ev f d f' e d_positive T) as [E V].
    assert (At : onward old (fun y => ev f' y == q * inject_Z e)%Q).
    { intros t. apply V. apply (Q t). reflexivity. }
    pose proof (own_bounds_sound b there z in_box wide (settled_sound _ _ before_it) f' e scale l h E scale_positive B) as [L U].
    fold old in L, U. rewrite (onward_here _ _ At) in L, U.
    set (x := extension z us) in *. pose proof (onward_grows _ _ _ G At) as Atx.
    assert (Sq : sound_at (OpenUnit (length b) (length us) f' e scale l h) (q * inject_Z e)) by (unfold sound_at; cbn; auto).
    assert (S' : settled z (OpenUnit (length b) (length us) f' e scale l h :: us)).
    { cbn [settled OpenUnit before]. fold x. split; [|split; [|exact S]].
      - destruct Sq as (A1 & A2 & A3 & A4). unfold sound_at. rewrite (onward_here _ _ Atx). auto.
      - intros t. rewrite (Atx t), (onward_here _ _ Atx). reflexivity. }
    set (v := opened (OpenUnit (length b) (length us) f' e scale l h) (ev f' x)).
    assert (Vv : (v == act Relu q)%Q).
    { unfold v, opened. cbn [OpenUnit divisor_of]. apply act_proper. rewrite (onward_here _ _ Atx).
      apply (proj1 (injZ_pos _)) in E. field. lra. }
    assert (Gx : grows x (extension z (OpenUnit (length b) (length us) f' e scale l h :: us))) by (eexists; reflexivity).
    assert (W : still (extension z (OpenUnit (length b) (length us) f' e scale l h :: us))
                  (Done false (if h <=? 0 then [] else variable (length b) us d)) q).
    { split; [|exact I]. cbn [coordinate_rep]. split; [intros N; contradiction|]. intros t.
      cbn [extension OpenUnit before]. fold x. fold v. rewrite <- app_assoc. cbn [app]. destruct (Z.leb_spec h 0) as [Hh|Hh].
      - change (ev [] (x ++ v :: t)) with 0%Q. eapply off_value; eassumption.
      - rewrite variable_ev; [rewrite Vv; ring|]. unfold x. rewrite extension_length, wide. reflexivity. }
    assert (C' : Forall2 (still (extension z (OpenUnit (length b) (length us) f' e scale l h :: us)))
                   (put place (Done false (if h <=? 0 then [] else variable (length b) us d)) cs) qs).
    { assert (C2 : Forall2 (still (extension z (OpenUnit (length b) (length us) f' e scale l h :: us))) cs qs).
      { clear - C Gx. induction C; constructor; auto. eapply still_grows; eassumption. }
      clear Put. destruct (put_rep _ _ _ C2 _ _ O) as (q' & [_ Q'] & Put').
      assert (q' == q)%Q.
      { pose proof (onward_here _ _ Q') as (_ & _ & A). pose proof (onward_here _ _ Q) as (_ & _ & A').
        specialize (A eq_refl). specialize (A' eq_refl). rewrite A in A'. apply (proj1 (injZ_pos _)) in d_positive. nra. }
      apply Put'. destruct W as [[W1 W2] _]. split; [|exact I]. split; [intros N; contradiction|]. intros t.
      rewrite (W2 t). rewrite (act_proper q' q) by assumption. reflexivity. }
    destruct (IH _ _ _ _ _ H S' (grows_chain _ _ _ G Gx) C') as (S2 & G2 & C3).
    split; [exact S2|]. split; [exact (grows_chain _ _ _ Gx G2) | exact C3].
Qed.

End Relaxed.

Lemma all_relaxed_sound z g scale d places cs cs' g' qs : how = Relaxing -> 0 < d -> fits z g ->
  all_relaxed g scale d places cs = Some (cs', g') -> Forall2 (coordinate_rep Relu (extended z g) d) cs qs ->
  fits z g' /\ grows (extended z g) (extended z g') /\ Forall2 (coordinate_rep Relu (extended z g') d) cs' qs.
Proof.
  intros M D [W I U F] H C. unfold all_relaxed in H. destruct (Z.leb_spec scale 0) as [|P]; [discriminate|].
  destruct (relaxed _ _ _ _ _ _ _) as [[cs2 us]|] eqn:R; [|discriminate]. injection H as <- <-.
  destruct (relaxed_sound z (intervals g) (units g) scale d M W I U P D _ cs (units g) cs2 us qs R U (grows_same _)) as (S & G & C').
  { clear - C. induction C as [|c q cs qs H C IH]; constructor; auto. split; [exact H|]. destruct c; [exact I | exact H]. }
  split; [|split].
  - split; auto. cbn [facts]. eapply onward_grows; [|exact F]. exact G.
  - exact G.
  - clear - C'. induction C' as [|c q cs qs [H _] C IH]; constructor; auto.
Qed.

Lemma begun_rep kind x d d' vs qs : 0 < d -> d' = match kind with Relu => d | Step => 1 end ->
  onward x (fun y => Forall2 (fun f q => (ev f y == q * inject_Z d)%Q) vs qs) ->
  Forall2 (coordinate_rep kind x d') (map (begun kind) vs) qs.
Proof.
  intros Hd -> On. rewrite injZ_pos in Hd. revert qs On. induction vs as [|f vs IH]; intros qs On.
  - pose proof (onward_here _ _ On) as H. inversion H. constructor.
  - pose proof (onward_here _ _ On) as H. inversion H as [|? q ? qs' _ _ E1 E2]; subst.
    assert (Hf : onward x (fun y => ev f y == q * inject_Z d)%Q) by (intros t; specialize (On t); inversion On; assumption).
    simpl. constructor; [|apply IH; intros t; specialize (On t); inversion On; assumption]. clear On IH H.
    assert (S : onward x (fun y => (0 <= q)%Q <-> (0 <= ev f y)%Q)) by (intros t; rewrite (Hf t); split; intros; nra).
    assert (V : forall g y, (ev g y == ev f y)%Q -> (ev f y == q * inject_Z d)%Q -> (0 <= q)%Q ->
      (ev (high kind g) y == act kind q * inject_Z match kind with Relu => d | Step => 1 end)%Q).
    { intros g y Hg Hy Hq. unfold act. rewrite (proj2 (Qle_bool_iff 0 q) Hq). destruct kind; simpl.
      - rewrite Hg. exact Hy.
      - rewrite ev_one. ring. }
    unfold begun. destruct (constant f) as [c|] eqn:E.
    + pose proof (fun y => ev_constant f c y E) as C. 
      assert (S0 : (0 <= q)%Q <-> (0 <= inject_Z c)%Q) by (rewrite <- (C x); exact (onward_here _ _ S)).
      destruct (Z.leb_spec 0 c) as [L|L].
      * assert (0 <= q)%Q as Hq by (apply S0; rewrite <- injZ_nonneg; exact L).
        simpl. split; [intros _; symmetry; apply Qle_bool_iff; exact Hq|]. intros t.
        apply V; [rewrite ev_one; symmetry; apply C|apply Hf|exact Hq].
      * destruct (Qlt_le_dec q 0) as [G|G].
        -- simpl. rewrite off by assumption. split; [reflexivity|]. intros t. change (ev [] (x ++ t)) with 0%Q. apply act_low. exact G.
        -- apply S0 in G. rewrite <- injZ_nonneg in G. lia.
    + intros t. split; [apply S|]. split; [apply V; [reflexivity | apply Hf]|]. intros ->. apply Hf.
Qed.

End Layer.
