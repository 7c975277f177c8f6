(** Symbolic execution with hints (docs/reference/format.md, section 5), and its soundness.

    A network runs on affine forms over one common denominator; each open decision is settled by a hint. What is to
    run next is a continuation, so that the function is structural in the network. *)

From Coq Require Import ZArith QArith List Lia Lqa Bool Setoid.
From Memocert Require Import Forms.
From Memocert Require Export Nets.
Import ListNotations.
Open Scope Z_scope.

(** * Operations *)

(** What an addition, a multiplication and a comparison count. *)
Record measure := Measure { addition : Z; multiplication : Z; comparison : Z }.

Definition number {A} (p : A -> bool) (l : list A) : Z := fold_right (fun a n => (if p a then 1 else 0) + n) 0 l.

Definition stored (w : nat * Z) : bool := negb (snd w =? 0).

Definition multiplied (scale : positive) (w : nat * Z) : bool := stored w && negb (Z.abs (snd w) =? Zpos scale).

Definition negated (scale : positive) (w : nat * Z) : bool := negb (stored w) || (snd w =? Zneg scale).

Definition negation (scale : positive) (r : row * Z) : bool :=
  existsb stored (fst r) && (snd r =? 0) && forallb (negated scale) (fst r).

Definition row_cost (m : measure) (scale : positive) (r : row * Z) : Z :=
  addition m * Z.max 0 (number stored (fst r) + (if snd r =? 0 then 0 else 1) - 1)
  + multiplication m * (number (multiplied scale) (fst r) + (if negation scale r then 1 else 0)).

Definition gate_cost (m : measure) (scale : positive) (normal : row) : Z :=
  addition m * Z.max 0 (number stored normal - 1) + multiplication m * number (multiplied scale) normal + comparison m.

Definition layer_cost (m : measure) (scale : positive) (rows : list (row * Z)) : Z :=
  fold_right (fun r n => row_cost m scale r + n) 0 rows.

(** The operations on an input. *)
Fixpoint ops (m : measure) (n : net) (x : list Q) : Z :=
  match n with
  | Affine scale rows => layer_cost m scale rows
  | Identity => 0
  | Units _ width => comparison m * width
  | Sequence f g => ops m f x + ops m g (run f x)
  | Concatenate f g => ops m f x + ops m g x
  | Branch scale normal threshold below above =>
      gate_cost m scale normal + (if opens normal threshold x then ops m above x else ops m below x)
  end.

(** The structural maximum. *)
Fixpoint worst (m : measure) (n : net) : Z :=
  match n with
  | Affine scale rows => layer_cost m scale rows
  | Identity => 0
  | Units _ width => comparison m * width
  | Sequence f g => worst m f + worst m g
  | Concatenate f g => worst m f + worst m g
  | Branch scale normal _ below above => gate_cost m scale normal + Z.max (worst m below) (worst m above)
  end.

(** The outcomes of all decisions on an input, in the order in which they are taken. *)
Fixpoint decisions (n : net) (x : list Q) : list bool :=
  match n with
  | Affine _ _ | Identity => []
  | Units _ _ => map (Qle_bool 0) x
  | Sequence f g => decisions f x ++ decisions g (run f x)
  | Concatenate f g => decisions f x ++ decisions g x
  | Branch _ normal threshold below above =>
      let o := opens normal threshold x in o :: (if o then decisions above x else decisions below x)
  end.

Lemma ops_worst m n : forall x, ops m n x <= worst m n.
Proof.
  induction n; intros x; simpl; try lia.
  - specialize (IHn1 x). specialize (IHn2 (run n1 x)). lia.
  - specialize (IHn1 x). specialize (IHn2 x). lia.
  - specialize (IHn1 x). specialize (IHn2 x). destruct (opens _ _ _); lia.
Qed.

(** * States *)

(** The constraints, the operations so far, the outcomes of the layers and gates so far (the last one first), and the
    values over their denominator. *)
Record state := State { region : list constraint; count : Z; trail : list (list bool); den : Z; vals : list form }.

Definition outcomes (s : state) : list bool := concat (rev (trail s)).

(** The values of a state at [z] are [x]. *)
Definition rep (z : list Q) (d : Z) (vs : list form) (x : list Q) : Prop :=
  0 < d /\ Forall2 (fun f q => (ev f z == q * inject_Z d)%Q) vs x.

Fixpoint dotf (r : row) (vs : list form) (acc : form) : form :=
  match r with
  | [] => acc
  | (gap, w) :: r' =>
      match skipn gap vs with
      | [] => acc
      | f :: vs' => dotf r' vs' (addmul w f acc)
      end
  end.

Lemma Forall2_skipn {A B} (R : A -> B -> Prop) n : forall l m, Forall2 R l m -> Forall2 R (skipn n l) (skipn n m).
Proof. induction n; intros l m H; [exact H|]. inversion H; subst; simpl; [constructor|]. auto. Qed.

Lemma dotf_ev z d r : forall vs x acc, Forall2 (fun f q => (ev f z == q * d)%Q) vs x ->
  (ev (dotf r vs acc) z == dot r x * d + ev acc z)%Q.
Proof.
  induction r as [|[gap w] r IH]; intros vs x acc H; simpl; [ring|].
  apply (Forall2_skipn _ gap) in H. inversion H as [|f q vs' x' Hf H' E1 E2]; subst; [ring|].
  rewrite (IH _ _ _ H'), ev_addmul, Hf. ring.
Qed.

(** ** Common factors *)

Fixpoint divisor_all (g : Z) (vs : list form) : Z :=
  if g =? 1 then 1
  else match vs with
       | [] => g
       | f :: vs' => divisor_all (divisor g f) vs'
       end.

Definition reduced (s : state) : state :=
  if den s =? 1 then s
  else
    let g := divisor_all (den s) (vals s) in
    if g <=? 1 then s else State (region s) (count s) (trail s) (den s / g) (map (map (fun a => a / g)) (vals s)).

Lemma divisor_all_divides vs : forall g, 0 <= g ->
  (divisor_all g vs | g) /\ Forall (Forall (fun a => (divisor_all g vs | a))) vs.
Proof.
  induction vs as [|f vs IH]; intros g Hg; simpl; destruct (Z.eqb_spec g 1).
  - split; [apply Z.divide_1_l|constructor].
  - split; [apply Z.divide_refl|constructor].
  - split; [apply Z.divide_1_l|]. apply Forall_forall. intros. apply Forall_forall. intros. apply Z.divide_1_l.
  - destruct (divisor_divides f g Hg) as [D1 D2].
    destruct (IH (divisor g f) (divisor_nonneg _ _ Hg)) as [H1 H2]. split.
    + eapply Z.divide_trans; eassumption.
    + constructor; [|exact H2]. eapply Forall_impl; [|exact D2]. intros a Ha. eapply Z.divide_trans; eassumption.
Qed.

Lemma reduced_same s : region (reduced s) = region s /\ count (reduced s) = count s /\ trail (reduced s) = trail s.
Proof. unfold reduced. destruct (_ =? _); [auto|]. destruct (_ <=? _); auto. Qed.

Lemma cancelled (a v q d g : Q) : (0 < g -> a == g * v -> a == q * (g * d) -> v == q * d)%Q.
Proof.
  intros Hg Ha Hd. rewrite Ha in Hd. setoid_replace (q * (g * d))%Q with (g * (q * d))%Q in Hd by ring.
  apply (Qmult_inj_l _ _ g); [lra|assumption].
Qed.

Lemma reduced_rep z s x : rep z (den s) (vals s) x -> rep z (den (reduced s)) (vals (reduced s)) x.
Proof.
  unfold reduced. destruct (_ =? _); [auto|].
  destruct (Z.leb_spec (divisor_all (den s) (vals s)) 1) as [|Hg]; [auto|]. intros [Hd H]. simpl.
  assert (0 <= den s) as Hd' by lia.
  destruct (divisor_all_divides (vals s) (den s) Hd') as [D1 D2].
  set (g := divisor_all (den s) (vals s)) in *. assert (0 < g) as Hg' by lia.
  assert (g * (den s / g) = den s) as Ed by (apply divides_back; assumption).
  split; [nia|]. clear Hd Hd' D1 Hg. clearbody g. revert D2. induction H as [|f q vs' x' Hf _ IH]; intros D2; [constructor|].
  inversion D2; subst. constructor; [|auto].
  apply (cancelled (ev f z) _ q _ (inject_Z g)).
  - rewrite <- injZ_pos. exact Hg'.
  - apply lin_divided; assumption.
  - rewrite <- inject_Z_mult, Ed. exact Hf.
Qed.

(** ** Side by side *)

Definition scaled (a : Z) (vs : list form) : list form := if a =? 1 then vs else map (map (Z.mul a)) vs.

Definition join (d : Z) (vs : list form) (s : state) : state :=
  let g := Z.gcd d (den s) in
  State (region s) (count s) (trail s) (d * (den s / g)) (scaled (den s / g) vs ++ scaled (d / g) (vals s)).

Lemma scaled_rep z a d vs x : 0 < a -> rep z d vs x -> rep z (d * a) (scaled a vs) x.
Proof.
  intros Ha [Hd H]. split; [nia|]. unfold scaled. destruct (Z.eqb_spec a 1) as [->|].
  - rewrite Z.mul_1_r. exact H.
  - induction H as [|f q vs' x' Hf _ IH]; simpl; constructor; [|exact IH].
    unfold ev. rewrite lin_scale. fold (ev f z). rewrite Hf, inject_Z_mult. ring.
Qed.

Lemma join_rep z d vs x s y : rep z d vs x -> rep z (den s) (vals s) y ->
  rep z (den (join d vs s)) (vals (join d vs s)) (x ++ y).
Proof.
  intros Hx Hy. destruct Hx as [Hd Hx]. destruct Hy as [Hd' Hy]. unfold join. simpl.
  set (g := Z.gcd d (den s)). assert (0 < g) as Hg.
  { assert (0 <= g) by apply Z.gcd_nonneg. assert (g <> 0); [|lia]. intros E. apply Z.gcd_eq_0_l in E. lia. }
  assert (g * (d / g) = d) as E1 by (apply divides_back; [exact Hg|apply Z.gcd_divide_l]).
  assert (g * (den s / g) = den s) as E2 by (apply divides_back; [exact Hg|apply Z.gcd_divide_r]).
  destruct (scaled_rep z (den s / g) d vs x) as [P1 R1]; [nia|split; assumption|].
  destruct (scaled_rep z (d / g) (den s) (vals s) y) as [P2 R2]; [nia|split; assumption|].
  split; [exact P1|]. replace (den s * (d / g)) with (d * (den s / g)) in R2 by nia.
  apply Forall2_app; assumption.
Qed.

(** * Decisions *)

Inductive hint :=
| Split (place : nat)
| Below (place : nat) (m : Z) (ms : multipliers)
| Above (place : nat) (m : Z) (ms : multipliers)
| Empty (ms : multipliers)
| Bound
| Goal (m : Z) (ms : multipliers)
| Point (d : Z) (numbers : list Z)
| Vacuous (ms : multipliers).

(** The hints that are left, and the outcomes at the ends that were recorded. *)
Record thread := Thread { hints : list hint; found : list (list bool) }.

(** A coordinate of a layer: whether the unit is on, with its value, or the form before it. *)
Inductive coordinate := Done (on : bool) (value : form) | Open (f : form).

(** The value of a unit that is on. *)
Definition high (kind : unit_kind) (f : form) : form := match kind with Relu => f | Step => [1] end.

Definition begun (kind : unit_kind) (f : form) : coordinate :=
  match constant f with
  | Some c => if 0 <=? c then Done true (high kind [c]) else Done false []
  | None => Open f
  end.

Fixpoint open_places (cs : list coordinate) : nat :=
  match cs with
  | [] => O
  | Open _ :: cs' => S (open_places cs')
  | Done _ _ :: cs' => open_places cs'
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

(** On the segment 0 < t <= 1, given as the constraints t > 0 and 1 - t >= 0: the hint that settles the first open
    place as it is at t = 1. *)
Fixpoint guide (place : nat) (cs : list coordinate) (h : list hint) : list hint :=
  match cs with
  | [] => []
  | Done _ _ :: cs' => guide (S place) cs' h
  | Open f :: _ =>
      let g := primitive f in
      let near := nth 0 g 0 in
      let far := near + nth 1 g 0 in
      (if 0 <=? far then Above place 1 [(O, far); (O, near)] else Below place 1 [(O, - far); (O, - near)]) :: h
  end.

Section Execution.

Variable m : measure.
Variable limit : option Z.
Variable guided : bool.

Definition continuation := state -> thread -> option thread.

Fixpoint settle (kind : unit_kind) (n : nat) (left : unit -> Z) (r : list constraint) (c : Z) (tr : list (list bool)) (d : Z)
  (cs : list coordinate) (k : continuation) (h : thread) {struct n} : option thread :=
  match n with
  | O =>
      match closed cs with
      | Some (on, vs) => k (reduced (State r c (on :: tr) d vs)) h
      | None => None
      end
  | S n' =>
      match (if guided then guide O cs (hints h) else hints h) with
      | Empty ms :: h' => if empty r ms then Some (Thread h' (found h)) else None
      | Bound :: h' =>
          match limit with
          | Some t => if c + left tt <=? t then Some (Thread h' (found h)) else None
          | None => None
          end
      | Split place :: h' =>
          match open_at place cs with
          | Some f =>
              let g := primitive f in
              match settle kind n' left (r ++ [(opposite g, Positive)]) c tr d (put place low cs) k (Thread h' (found h)) with
              | Some h'' => settle kind n' left (r ++ [(g, Nonnegative)]) c tr d (put place (Done true (high kind f)) cs) k h''
              | None => None
              end
          | None => None
          end
      | Below place mu ms :: h' =>
          match open_at place cs with
          | Some f =>
              if excludes r false (primitive f) mu ms
              then settle kind n' left r c tr d (put place low cs) k (Thread h' (found h))
              else None
          | None => None
          end
      | Above place mu ms :: h' =>
          match open_at place cs with
          | Some f =>
              if excludes r true (opposite (primitive f)) mu ms
              then settle kind n' left r c tr d (put place (Done true (high kind f)) cs) k (Thread h' (found h))
              else None
          | None => None
          end
      | _ => None
      end
  end.

Definition layer (kind : unit_kind) (left : unit -> Z) (r : list constraint) (c : Z) (tr : list (list bool)) (d : Z)
  (vs : list form) (k : continuation) (h : thread) : option thread :=
  let cs := map (begun kind) vs in
  settle kind (open_places cs) left r c tr d cs k h.

Fixpoint exec (n : net) (left : unit -> Z) (s : state) (k : continuation) (h : thread) {struct n} : option thread :=
  match n with
  | Affine scale rows =>
      k (reduced (State (region s) (count s + layer_cost m scale rows) (trail s) (den s * Zpos scale)
           (map (fun r => dotf (fst r) (vals s) [snd r * den s]) rows))) h
  | Identity => k s h
  | Units kind width =>
      layer kind left (region s) (count s + comparison m * width) (trail s)
        (match kind with Relu => den s | Step => 1 end) (vals s) k h
  | Sequence f g => exec f (fun _ => worst m g + left tt) s (fun s' h' => exec g left s' k h') h
  | Concatenate f g =>
      exec f (fun _ => worst m g + left tt) s
        (fun s1 h1 =>
           exec g left (State (region s1) (count s1) (trail s1) (den s) (vals s))
             (fun s2 h2 => k (join (den s1) (vals s1) s2) h2) h1) h
  | Branch scale normal threshold below above =>
      layer Step (fun _ => Z.max (worst m below) (worst m above) + left tt) (region s)
        (count s + gate_cost m scale normal) (trail s) 1 [dotf normal (vals s) [- (threshold * den s)]]
        (fun s' h' =>
           let s'' := State (region s') (count s') (trail s') (den s) (vals s) in
           match vals s' with
           | [[]] => exec below left s'' k h'
           | [[1]] => exec above left s'' k h'
           | _ => None
           end) h
  end.

(** * What was recorded *)

(** The records before and after a continuation are in a relation, which any execution then respects. *)
Definition respects (R : list (list bool) -> list (list bool) -> Prop) (k : continuation) : Prop :=
  forall s h h', k s h = Some h' -> R (found h) (found h').

Section Record.

Variable R : list (list bool) -> list (list bool) -> Prop.
Hypothesis R_same : forall l, R l l.
Hypothesis R_chain : forall l l' l'', R l l' -> R l' l'' -> R l l''.

Lemma settle_respects kind left d k : respects R k -> forall n r c tr cs h h',
  settle kind n left r c tr d cs k h = Some h' -> R (found h) (found h').
Proof.
  intros Hk. induction n as [|n IH]; intros r c tr cs h h' H; simpl in H.
  - destruct (closed cs) as [[on vs]|]; [|discriminate]. exact (Hk _ _ _ H).
  - destruct (if guided then _ else _) as [|[place|place mu ms|place mu ms|ms| |mu ms|e ns|ms] h1]; try discriminate.
    + destruct (open_at place cs); [|discriminate]. destruct (settle _ _ _ _ _ _ _ _ _ (Thread _ _)) eqn:E; [|discriminate].
      apply IH in E. apply IH in H. simpl in E. eapply R_chain; eassumption.
    + destruct (open_at place cs); [|discriminate]. destruct (excludes _ _ _ _ _); [|discriminate].
      apply IH in H. exact H.
    + destruct (open_at place cs); [|discriminate]. destruct (excludes _ _ _ _ _); [|discriminate].
      apply IH in H. exact H.
    + destruct (empty r ms); [|discriminate]. injection H as <-. apply R_same.
    + destruct limit; [|discriminate]. destruct (_ <=? _); [|discriminate]. injection H as <-. apply R_same.
Qed.

Lemma exec_respects n : forall left s k h h', respects R k -> exec n left s k h = Some h' -> R (found h) (found h').
Proof.
  induction n as [scale rows| |kind width|f IHf g IHg|f IHf g IHg|scale normal threshold below IHb above IHa];
    intros left s k h h' Hk H; simpl in H.
  - exact (Hk _ _ _ H).
  - exact (Hk _ _ _ H).
  - eapply settle_respects; eassumption.
  - eapply IHf; [|exact H]. intros s1 h1 h2 H1. eapply IHg; eassumption.
  - eapply IHf; [|exact H]. intros s1 h1 h2 H1. eapply IHg; [|exact H1]. intros s2 h3 h4 H2. exact (Hk _ _ _ H2).
  - eapply settle_respects; [|exact H]. intros s1 h1 h2 H1. simpl in H1.
    destruct (vals s1) as [|[|[|[]|] [|]] [|]]; try discriminate.
    + eapply IHb; eassumption.
    + eapply IHa; eassumption.
Qed.

End Record.

(** What was recorded stays recorded. *)
Definition keeps : continuation -> Prop := respects (@incl (list bool)).

Definition settle_keeps := settle_respects _ (@incl_refl (list bool)) (@incl_tran (list bool)).
Definition exec_keeps := exec_respects _ (@incl_refl (list bool)) (@incl_tran (list bool)).

(** * Soundness *)

(** The continuation succeeded on a state that [z] satisfies, with these operations and values. *)
Definition goes_on (k : continuation) (last : thread) (z : list Q) (c : Z) (tr : list bool) (x : list Q) : Prop :=
  exists s h h', k s h = Some h' /\ incl (found h') (found last) /\
    inside z (region s) /\ count s = c /\ outcomes s = tr /\ rep z (den s) (vals s) x.

Definition bounded (c : Z) : Prop := match limit with Some t => c <= t | None => False end.

Definition coordinate_rep (kind : unit_kind) (z : list Q) (d : Z) (c : coordinate) (x : Q) : Prop :=
  match c with
  | Done on v => on = Qle_bool 0 x /\ (ev v z == act kind x * inject_Z d)%Q
  | Open f => ((0 <= x)%Q <-> (0 <= ev f z)%Q) /\ ((0 <= x)%Q -> (ev (high kind f) z == act kind x * inject_Z d)%Q)
  end.

Lemma act_low kind x d : (x < 0)%Q -> (0 == act kind x * inject_Z d)%Q.
Proof.
  intros H. unfold act. destruct (Qle_bool 0 x) eqn:E; [|ring].
  apply Qle_bool_iff in E. lra.
Qed.

Lemma off x : (x < 0)%Q -> Qle_bool 0 x = false.
Proof. intros H. apply not_true_is_false. rewrite Qle_bool_iff. lra. Qed.

Lemma closed_rep kind z d cs x : Forall2 (coordinate_rep kind z d) cs x ->
  forall on vs, closed cs = Some (on, vs) ->
  on = map (Qle_bool 0) x /\ Forall2 (fun f q => (ev f z == q * inject_Z d)%Q) vs (map (act kind) x).
Proof.
  induction 1 as [|c q cs x Hc _ IH]; simpl; intros on vs E.
  - injection E as <- <-. split; [reflexivity|constructor].
  - destruct c; [|discriminate]. destruct (closed cs) as [[on' vs']|]; [|discriminate]. injection E as <- <-.
    destruct (IH _ _ eq_refl) as [-> H]. destruct Hc as [-> Hc]. split; [reflexivity|]. constructor; assumption.
Qed.

Lemma put_rep kind z d cs x : Forall2 (coordinate_rep kind z d) cs x ->
  forall place f, open_at place cs = Some f -> exists q, coordinate_rep kind z d (Open f) q /\
    forall c, coordinate_rep kind z d c q -> Forall2 (coordinate_rep kind z d) (put place c cs) x.
Proof.
  induction 1 as [|c q cs x Hc Hcs IH]; intros place f E; [destruct place; discriminate|].
  destruct place; simpl in E.
  - destruct c; [discriminate|]. injection E as ->. exists q. split; [exact Hc|].
    intros v Hv. simpl. constructor; assumption.
  - destruct (IH _ _ E) as (q' & H1 & H2). exists q'. split; [exact H1|].
    intros v Hv. simpl. constructor; auto.
Qed.

Lemma inside_snoc z r c : inside z r -> satisfies z c -> inside z (r ++ [c]).
Proof. intros. apply Forall_app. split; [assumption|]. constructor; [assumption|constructor]. Qed.

Lemma low_rep kind z d f q : coordinate_rep kind z d (Open f) q -> (ev f z < 0)%Q -> coordinate_rep kind z d low q.
Proof.
  intros [H _] Hf. destruct (Qlt_le_dec q 0) as [L|L]; [|rewrite H in L; lra].
  simpl. rewrite off by assumption. split; [reflexivity|]. change (ev [] z) with 0%Q. apply act_low. exact L.
Qed.

Lemma high_rep kind z d f q : coordinate_rep kind z d (Open f) q -> (0 <= ev f z)%Q ->
  coordinate_rep kind z d (Done true (high kind f)) q.
Proof.
  intros [H1 H2] Hf. rewrite <- H1 in Hf. simpl. split; [|auto]. symmetry. apply Qle_bool_iff. exact Hf.
Qed.

Lemma opposite_primitive z f : satisfies z (opposite (primitive f), Positive) <-> (ev f z < 0)%Q.
Proof.
  unfold satisfies. simpl. rewrite ev_opposite. destruct (primitive_ev f z) as (g & Hg & E).
  rewrite E. rewrite injZ_pos in Hg. split; intros; nra.
Qed.

Lemma settle_sound kind z d x left k last : 0 < d -> keeps k ->
  forall n r c tr cs h h', settle kind n left r c tr d cs k h = Some h' -> incl (found h') (found last) -> inside z r ->
  Forall2 (coordinate_rep kind z d) cs x ->
  goes_on k last z c (concat (rev tr) ++ map (Qle_bool 0) x) (map (act kind) x) \/ bounded (c + left tt).
Proof.
  intros Hd Hk. induction n as [|n IH]; intros r c tr cs h h' H Hl Hin Hcs; simpl in H.
  - destruct (closed cs) as [[on vs]|] eqn:E; [|discriminate]. left.
    exists (reduced (State r c (on :: tr) d vs)), h, h'.
    destruct (reduced_same (State r c (on :: tr) d vs)) as (-> & -> & T).
    destruct (closed_rep _ _ _ _ _ Hcs _ _ E) as [Eon R].
    split; [exact H|]. split; [exact Hl|]. split; [assumption|]. split; [reflexivity|]. split.
    + unfold outcomes. rewrite T. simpl. rewrite concat_app. simpl. rewrite app_nil_r, Eon. reflexivity.
    + apply reduced_rep. simpl. split; assumption.
  - destruct (if guided then _ else _) as [|[place|place mu ms|place mu ms|ms| |mu ms|e ns|ms] h1]; try discriminate.
    + destruct (open_at place cs) as [f|] eqn:E; [|discriminate].
      destruct (put_rep _ _ _ _ _ Hcs _ _ E) as (q & Hq & Hput).
      destruct (settle kind n left _ c tr d (put place low cs) k (Thread h1 (found h))) as [h2|] eqn:E1; [|discriminate].
      destruct (Qlt_le_dec (ev f z) 0) as [L|L].
      * eapply IH; [exact E1| | |].
        -- eapply incl_tran; [|exact Hl]. eapply settle_keeps; eassumption.
        -- apply inside_snoc; [assumption|]. apply opposite_primitive. exact L.
        -- apply Hput. eapply low_rep; eassumption.
      * eapply IH; [exact H|exact Hl| |].
        -- apply inside_snoc; [assumption|]. apply primitive_satisfies. exact L.
        -- apply Hput. apply high_rep; assumption.
    + destruct (open_at place cs) as [f|] eqn:E; [|discriminate].
      destruct (put_rep _ _ _ _ _ Hcs _ _ E) as (q & Hq & Hput).
      destruct (excludes _ _ _ _ _) eqn:E1; [|discriminate].
      pose proof (excludes_sound z _ _ _ _ _ E1 Hin) as N. simpl in N.
      eapply IH; [exact H|exact Hl|assumption|]. apply Hput. eapply low_rep; [eassumption|].
      rewrite primitive_satisfies in N. unfold satisfies in N. simpl in N. lra.
    + destruct (open_at place cs) as [f|] eqn:E; [|discriminate].
      destruct (put_rep _ _ _ _ _ Hcs _ _ E) as (q & Hq & Hput).
      destruct (excludes _ _ _ _ _) eqn:E1; [|discriminate].
      pose proof (excludes_sound z _ _ _ _ _ E1 Hin) as N. simpl in N.
      eapply IH; [exact H|exact Hl|assumption|]. apply Hput. apply high_rep; [assumption|].
      rewrite opposite_primitive in N. lra.
    + destruct (empty r ms) eqn:E; [|discriminate]. exfalso. eapply empty_sound; eassumption.
    + destruct limit as [t|] eqn:E; [|discriminate]. destruct (Z.leb_spec (c + left tt) t); [|discriminate].
      right. unfold bounded. rewrite E. assumption.
Qed.

Lemma begun_rep kind z d d' vs x : 0 < d -> d' = match kind with Relu => d | Step => 1 end ->
  Forall2 (fun f q => (ev f z == q * inject_Z d)%Q) vs x -> Forall2 (coordinate_rep kind z d') (map (begun kind) vs) x.
Proof.
  intros Hd ->. rewrite injZ_pos in Hd. induction 1 as [|f q vs x Hf _ IH]; simpl; constructor; [|exact IH].
  assert ((0 <= q)%Q <-> (0 <= ev f z)%Q) as S by (rewrite Hf; split; intros; nra).
  assert (forall g, (ev g z == ev f z)%Q -> (0 <= q)%Q ->
    (ev (high kind g) z == act kind q * inject_Z match kind with Relu => d | Step => 1 end)%Q) as V.
  { intros g Hg Hq. unfold act. rewrite (proj2 (Qle_bool_iff 0 q) Hq). destruct kind; simpl.
    - rewrite Hg. exact Hf.
    - rewrite ev_one. ring. }
  unfold begun. destruct (constant f) as [c|] eqn:E.
  - pose proof (ev_constant f c z E) as C. destruct (Z.leb_spec 0 c) as [L|L].
    + assert (0 <= q)%Q as Hq by (apply S; rewrite C, <- injZ_nonneg; exact L).
      simpl. split; [symmetry; apply Qle_bool_iff; exact Hq|]. apply V; [rewrite ev_one; symmetry; exact C|exact Hq].
    + destruct (Qlt_le_dec q 0) as [G|G].
      * simpl. rewrite off by assumption. split; [reflexivity|]. change (ev [] z) with 0%Q. apply act_low. exact G.
      * apply S in G. rewrite C, <- injZ_nonneg in G. lia.
  - simpl. split; [exact S|]. apply V. reflexivity.
Qed.

Lemma layer_sound kind z d d' vs x left k last r c tr h h' : rep z d vs x ->
  d' = match kind with Relu => d | Step => 1 end -> keeps k ->
  layer kind left r c tr d' vs k h = Some h' -> incl (found h') (found last) -> inside z r ->
  goes_on k last z c (concat (rev tr) ++ map (Qle_bool 0) x) (map (act kind) x) \/ bounded (c + left tt).
Proof.
  intros [Hd H] E Hk Hl Hf Hin. eapply settle_sound; [|exact Hk|exact Hl|exact Hf|exact Hin|].
  - destruct kind; lia.
  - eapply begun_rep; eassumption.
Qed.

Lemma affine_rep z d vs x scale rows : rep z d vs x ->
  rep z (d * Zpos scale) (map (fun r => dotf (fst r) vs [snd r * d]) rows) (map (fun r => affine scale r x) rows).
Proof.
  intros [Hd H]. split; [lia|]. induction rows as [|r rows IH]; simpl; constructor; [|exact IH].
  rewrite (dotf_ev _ _ _ _ _ _ H), ev_one. unfold affine. rewrite !inject_Z_mult.
  assert ((1 # scale) * inject_Z (Zpos scale) == 1)%Q as S by (unfold Qeq; simpl; lia).
  setoid_replace ((dot (fst r) x + inject_Z (snd r)) * (1 # scale) * (inject_Z d * inject_Z (Zpos scale)))%Q
    with ((dot (fst r) x + inject_Z (snd r)) * inject_Z d * ((1 # scale) * inject_Z (Zpos scale)))%Q by ring.
  rewrite S. ring.
Qed.

Lemma gate_value z d vs x normal threshold : rep z d vs x ->
  exists q, rep z d [dotf normal vs [- (threshold * d)]] [q] /\ Qle_bool 0 q = opens normal threshold x.
Proof.
  intros [Hd H]. exists (dot normal x - inject_Z threshold)%Q. split.
  - split; [assumption|]. constructor; [|constructor].
    rewrite (dotf_ev _ _ _ _ _ _ H), ev_one, inject_Z_opp, inject_Z_mult. ring.
  - unfold opens. apply eq_true_iff_eq. rewrite !Qle_bool_iff. split; intros; lra.
Qed.

Theorem exec_sound z last n : forall left s k h h' x, exec n left s k h = Some h' -> keeps k ->
  incl (found h') (found last) -> inside z (region s) -> rep z (den s) (vals s) x ->
  goes_on k last z (count s + ops m n x) (outcomes s ++ decisions n x) (run n x)
  \/ bounded (count s + ops m n x + left tt).
Proof.
  induction n as [scale rows| |kind width|f IHf g IHg|f IHf g IHg|scale normal threshold below IHb above IHa];
    intros left s k h h' x H Hk Hl Hin Hrep; simpl in H; simpl ops; simpl run; simpl decisions.
  - left. eexists _, h, h'. split; [exact H|]. split; [exact Hl|].
    match goal with |- context [reduced ?s'] => destruct (reduced_same s') as (-> & -> & T) end. simpl in T |- *.
    split; [assumption|]. split; [reflexivity|]. split.
    + unfold outcomes. rewrite T, app_nil_r. reflexivity.
    + apply reduced_rep. simpl. apply affine_rep. assumption.
  - left. exists s, h, h'. split; [exact H|]. split; [exact Hl|]. split; [exact Hin|]. split; [lia|].
    split; [symmetry; apply app_nil_r|exact Hrep].
  - eapply layer_sound in H; [|exact Hrep|reflexivity|exact Hk|exact Hl|exact Hin]. exact H.
  - eapply IHf in H; [| |exact Hl|exact Hin|exact Hrep].
    2: { intros s1 h1 h2 H1. eapply exec_keeps; eassumption. }
    destruct H as [(s1 & h1 & h2 & E & Hl1 & Hin1 & C1 & T1 & R1)|B].
    + eapply IHg in E; [|exact Hk|exact Hl1|exact Hin1|exact R1].
      rewrite C1, T1, <- Z.add_assoc, <- app_assoc in E. exact E.
    + right. unfold bounded in *. destruct limit; [|assumption]. pose proof (ops_worst m g (run f x)). lia.
  - eapply IHf in H; [| |exact Hl|exact Hin|exact Hrep].
    2: { intros s1 h1 h2 H1. eapply exec_keeps; [|exact H1]. intros s2 h3 h4 H2. exact (Hk _ _ _ H2). }
    destruct H as [(s1 & h1 & h2 & E & Hl1 & Hin1 & C1 & T1 & R1)|B].
    + eapply IHg in E; [| |exact Hl1|exact Hin1|exact Hrep].
      2: { intros s2 h3 h4 H2. exact (Hk _ _ _ H2). }
      unfold outcomes in E at 1. simpl in E. fold (outcomes s1) in E.
      rewrite C1, T1, <- Z.add_assoc, <- app_assoc in E.
      destruct E as [(s2 & h3 & h4 & E & Hl2 & Hin2 & C2 & T2 & R2)|B]; [|right; exact B].
      left. eexists _, _, _. split; [exact E|]. split; [exact Hl2|]. split; [exact Hin2|]. split; [exact C2|].
      split; [exact T2|]. apply join_rep; assumption.
    + right. unfold bounded in *. destruct limit; [|assumption]. pose proof (ops_worst m g x). lia.
  - destruct (gate_value z (den s) (vals s) x normal threshold Hrep) as (q & Rq & Oq).
    eapply (layer_sound Step) in H; [|exact Rq|reflexivity| |exact Hl|exact Hin].
    2: { intros s1 h1 h2 H1. simpl in H1. destruct (vals s1) as [|[|[|[]|] [|]] [|]]; try discriminate;
         eapply exec_keeps; eassumption. }
    destruct H as [(s1 & h1 & h2 & E & Hl1 & Hin1 & C1 & T1 & R1)|B].
    + simpl in R1. destruct R1 as [D1 R1]. inversion R1 as [|v ? vs' ? Hv Hvs E1 E2]; subst.
      inversion Hvs; subst. rewrite <- E1 in E. rewrite injZ_pos in D1. simpl in T1. rewrite Oq in T1.
      fold (outcomes s) in T1. rewrite <- Oq in *.
      assert (forall t, outcomes s1 ++ t = outcomes s ++ Qle_bool 0 q :: t) as T.
      { intros t. rewrite T1, <- app_assoc. reflexivity. }
      unfold act in Hv. destruct v as [|v [|]]; [| |destruct v as [|[]|]; discriminate].
      * assert (Qle_bool 0 q = false) as O.
        { destruct (Qle_bool 0 q); [|reflexivity]. change (ev [] z) with 0%Q in Hv. exfalso. nra. }
        rewrite O in *.
        eapply IHb in E; [|exact Hk|exact Hl1|exact Hin1|exact Hrep].
        unfold outcomes in E at 1. simpl in E. fold (outcomes s1) in E.
        rewrite C1, T, <- Z.add_assoc in E. exact E.
      * destruct v as [|[| |]|]; try discriminate.
        assert (Qle_bool 0 q = true) as O.
        { destruct (Qle_bool 0 q); [reflexivity|]. rewrite ev_one, Qmult_0_l in Hv. discriminate. }
        rewrite O in *.
        eapply IHa in E; [|exact Hk|exact Hl1|exact Hin1|exact Hrep].
        unfold outcomes in E at 1. simpl in E. fold (outcomes s1) in E.
        rewrite C1, T, <- Z.add_assoc in E. exact E.
    + right. unfold bounded in *. destruct limit; [|assumption].
      pose proof (ops_worst m below x). pose proof (ops_worst m above x). destruct (opens normal threshold x); lia.
Qed.

End Execution.
