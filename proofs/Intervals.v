(** The intervals of inputs that the constraints of a region on one input alone leave, and the greatest value of a form
    on them (docs/reference/format.md, section 5, Relaxation). *)

From Coq Require Import ZArith QArith List Lia Lqa Bool Setoid.
From Memocert Require Import Forms.
Import ListNotations.
Open Scope Z_scope.

(** An end of an interval, if there is one, and whether it is strict. *)
Definition ending := option (Q * bool).

Definition under (e : ending) (x : Q) : Prop :=
  match e with
  | Some (b, strict) => (x <= b)%Q /\ (strict = true -> (x < b)%Q)
  | None => True
  end.

Definition over (e : ending) (x : Q) : Prop :=
  match e with
  | Some (b, strict) => (b <= x)%Q /\ (strict = true -> (b < x)%Q)
  | None => True
  end.

(** For each input the lower and the upper end. *)
Definition box := list (ending * ending).

Fixpoint held (b : box) (x : list Q) : Prop :=
  match b, x with
  | (l, h) :: b', q :: x' => over l q /\ under h q /\ held b' x'
  | _, _ => True
  end.

(** The closer of an end and a new one; [upper]: they are upper ends. *)
Definition closer (upper : bool) (b : Q) (strict : bool) (e : ending) : ending :=
  match e with
  | None => Some (b, strict)
  | Some (c, also) =>
      if Qeq_bool b c then Some (c, strict || also)
      else if (if upper then Qle_bool b c else Qle_bool c b) then Some (b, strict) else e
  end.

Lemma closer_under b strict e x : under (Some (b, strict)) x -> under e x -> under (closer true b strict e) x.
Proof.
  destruct e as [[c also]|]; [|auto]. unfold closer. intros B C. destruct (Qeq_bool b c) eqn:E.
  - apply Qeq_bool_eq in E. destruct B as [B1 B2], C as [C1 C2]. split; [exact C1|].
    destruct strict; [|exact C2]. intros _. specialize (B2 eq_refl). lra.
  - destruct (Qle_bool b c); assumption.
Qed.

Lemma closer_over b strict e x : over (Some (b, strict)) x -> over e x -> over (closer false b strict e) x.
Proof.
  destruct e as [[c also]|]; [|auto]. unfold closer. intros B C. destruct (Qeq_bool b c) eqn:E.
  - apply Qeq_bool_eq in E. destruct B as [B1 B2], C as [C1 C2]. split; [exact C1|].
    destruct strict; [|exact C2]. intros _. specialize (B2 eq_refl). lra.
  - destruct (Qle_bool c b); assumption.
Qed.

(** The only factor of a form without its constant that is not 0, and its place, if there is just one. *)
Fixpoint single (f : form) : option (nat * Z) :=
  match f with
  | [] => None
  | a :: f' =>
      if a =? 0 then match single f' with Some (i, w) => Some (S i, w) | None => None end
      else if forallb (Z.eqb 0) f' then Some (O, a) else None
  end.

Lemma single_lin f : forall i w, single f = Some (i, w) -> w <> 0 /\ forall x, (lin f x == inject_Z w * nth i x 0)%Q.
Proof.
  induction f as [|a f IH]; intros i w H; [discriminate|]. simpl in H. destruct (Z.eqb_spec a 0) as [->|N].
  - destruct (single f) as [[j v]|]; [|discriminate]. injection H as <- <-. destruct (IH _ _ eq_refl) as [W E].
    split; [exact W|]. intros [|q x]; cbn [lin nth]; [ring|]. rewrite E. change (inject_Z 0) with 0%Q. ring.
  - destruct (forallb _ f) eqn:F; [|discriminate]. injection H as <- <-. split; [exact N|].
    intros [|q x]; cbn [lin nth]; [ring|]. rewrite (lin_zeros _ F). ring.
Qed.

(** What a constraint [constant + w x >= 0], or one of the others, leaves of an interval. *)
Definition narrowed (constant w : Z) (r : relation) (ends : ending * ending) : ending * ending :=
  let b := (inject_Z (- constant) / inject_Z w)%Q in
  let strict := match r with Positive => true | _ => false end in
  let lower := match r with Zero => true | _ => 0 <? w end in
  let upper := match r with Zero => true | _ => w <? 0 end in
  ((if lower then closer false b strict (fst ends) else fst ends),
   (if upper then closer true b strict (snd ends) else snd ends)).

Fixpoint changed (i : nat) (g : ending * ending -> ending * ending) (b : box) : box :=
  match b with
  | [] => []
  | e :: b' => match i with O => g e :: b' | S i' => e :: changed i' g b' end
  end.

Definition narrow (b : box) (c : constraint) : box :=
  match fst c with
  | [] => b
  | constant :: f => match single f with Some (i, w) => changed i (narrowed constant w (snd c)) b | None => b end
  end.

Definition everywhere : ending * ending := (None, None).

(** The intervals of the first p inputs in a region. *)
Definition box_of (p : nat) (region : list constraint) : box := fold_left narrow region (repeat everywhere p).

Lemma negated_over (c w x : Q) : (0 < w -> 0 <= c + w * x -> - c / w <= x)%Q.
Proof. intros W H. apply Qle_shift_div_r; [exact W|]. lra. Qed.

Lemma negated_over_strict (c w x : Q) : (0 < w -> 0 < c + w * x -> - c / w < x)%Q.
Proof. intros W H. apply Qlt_shift_div_r; [exact W|]. lra. Qed.

Lemma quotient_opposite (c w : Q) : (~ w == 0 -> - c / w == c / - w)%Q.
Proof. intros W. field. exact W. Qed.

Lemma negated_under (c w x : Q) : (w < 0 -> 0 <= c + w * x -> x <= - c / w)%Q.
Proof.
  intros W H. rewrite quotient_opposite by lra. apply Qle_shift_div_l; lra.
Qed.

Lemma negated_under_strict (c w x : Q) : (w < 0 -> 0 < c + w * x -> x < - c / w)%Q.
Proof.
  intros W H. rewrite quotient_opposite by lra. apply Qlt_shift_div_l; lra.
Qed.

Lemma narrowed_held constant w r x ends : w <> 0 -> stands r (inject_Z constant + inject_Z w * x) ->
  over (fst ends) x /\ under (snd ends) x ->
  over (fst (narrowed constant w r ends)) x /\ under (snd (narrowed constant w r ends)) x.
Proof.
  intros W S [L H]. unfold narrowed. cbn [fst snd].
  assert (P : 0 < w -> (0 < inject_Z w)%Q) by apply injZ_pos.
  assert (N : w < 0 -> (inject_Z w < 0)%Q).
  { change 0%Q with (inject_Z 0). rewrite <- Zlt_Qlt. auto. }
  rewrite inject_Z_opp. destruct r; cbn [stands] in S.
  - split.
    + destruct (Z.ltb_spec 0 w); [|exact L]. apply closer_over; [|exact L].
      assert (- inject_Z constant / inject_Z w < x)%Q by (apply negated_over_strict; auto).
      split; [apply Qlt_le_weak; assumption | auto].
    + destruct (Z.ltb_spec w 0); [|exact H]. apply closer_under; [|exact H].
      assert (x < - inject_Z constant / inject_Z w)%Q by (apply negated_under_strict; auto).
      split; [apply Qlt_le_weak; assumption | auto].
  - split.
    + destruct (Z.ltb_spec 0 w); [|exact L]. apply closer_over; [|exact L]. split; [|discriminate].
      apply negated_over; auto.
    + destruct (Z.ltb_spec w 0); [|exact H]. apply closer_under; [|exact H]. split; [|discriminate].
      apply negated_under; auto.
  - assert (E : (- inject_Z constant / inject_Z w == x)%Q).
    { assert (~ inject_Z w == 0)%Q by (intros E; apply W; unfold Qeq in E; cbn in E; lia).
      setoid_replace (- inject_Z constant)%Q with (inject_Z w * x)%Q by lra. field. assumption. }
    split; [apply closer_over | apply closer_under]; auto; (split; [lra|discriminate]).
Qed.

Lemma held_nothing b : held b [].
Proof. destruct b as [|[l h] b]; exact I. Qed.

Lemma changed_held g b : forall i x,
  (forall e, over (fst e) (nth i x 0%Q) /\ under (snd e) (nth i x 0%Q) ->
     over (fst (g e)) (nth i x 0%Q) /\ under (snd (g e)) (nth i x 0%Q)) ->
  held b x -> held (changed i g b) x.
Proof.
  induction b as [|[l h] b IH]; intros i x G H; [destruct i; exact I|]. destruct x as [|q x].
  - apply held_nothing.
  - destruct H as (L & U & H). destruct i as [|i]; cbn [changed nth] in *.
    + specialize (G (l, h) (conj L U)). destruct (g (l, h)) as [l' h']. destruct G as [L' U']. repeat split; assumption.
    + repeat split; auto.
Qed.

Lemma narrow_held x b c : satisfies x c -> held b x -> held (narrow b c) x.
Proof.
  destruct c as [f r]. unfold satisfies, narrow. cbn [fst snd]. destruct f as [|constant f]; [auto|].
  destruct (single f) as [[i w]|] eqn:E; [|auto]. destruct (single_lin _ _ _ E) as [W L]. intros S H.
  apply changed_held; [|exact H]. intros e. apply narrowed_held; [exact W|].
  unfold ev in S. cbn [lin] in S. rewrite L, Qmult_1_r in S. exact S.
Qed.

Lemma box_of_held p region x : inside x region -> held (box_of p region) x.
Proof.
  unfold box_of. assert (H : held (repeat everywhere p) x).
  { revert x. induction p as [|p IH]; intros x; [exact I|]. destruct x; [exact I|]. repeat split. apply IH. }
  revert H. generalize (repeat everywhere p). induction region as [|c region IH]; intros b H Hin; [exact H|].
  inversion Hin; subst. apply IH; [apply narrow_held; assumption | assumption].
Qed.

Lemma changed_length i g b : length (changed i g b) = length b.
Proof. revert i. induction b as [|e b IH]; intros [|i]; simpl; congruence. Qed.

Lemma narrow_length b c : length (narrow b c) = length b.
Proof.
  unfold narrow. destruct (fst c); [reflexivity|].
  destruct (single _) as [[i w]|]; [apply changed_length | reflexivity].
Qed.

Lemma box_of_length p region : length (box_of p region) = p.
Proof.
  unfold box_of. rewrite <- (repeat_length everywhere p) at 2.
  generalize (repeat everywhere p). induction region as [|c region IH]; intros b; [reflexivity|].
  cbn [fold_left]. rewrite IH. apply narrow_length.
Qed.

(** What comes behind the inputs does not matter. *)
Lemma held_before b : forall z t, length z = length b -> held b (z ++ t) <-> held b z.
Proof.
  induction b as [|[l h] b IH]; intros [|q z] t L; try discriminate; [reflexivity|]. cbn [app held].
  rewrite IH by (injection L; auto). reflexivity.
Qed.

(** Each input at the end that makes the form, without its constant, greatest; and whether an end was strict. *)
Fixpoint highest (f : form) (b : box) (sum : Q) (strict : bool) : option (Q * bool) :=
  match f, b with
  | a :: f', (l, h) :: b' =>
      if a =? 0 then highest f' b' sum strict
      else match (if 0 <? a then h else l) with
           | Some (e, also) => highest f' b' (Qred (sum + inject_Z a * e)) (strict || also)
           | None => None
           end
  | _, _ => Some (sum, strict)
  end.

(** A number that [v] does not pass, and does not reach if it is [strict]. *)
Definition below (v : Q) (most : Q * bool) : Prop := (v <= fst most)%Q /\ (snd most = true -> (v < fst most)%Q).

Lemma below_proper v v' most : (v == v')%Q -> below v most -> below v' most.
Proof. intros E [H1 H2]. split; [|intros S; specialize (H2 S)]; lra. Qed.

Lemma term_below a l h q e strict : a <> 0 -> over l q -> under h q -> (if 0 <? a then h else l) = Some (e, strict) ->
  below (inject_Z a * q) (inject_Z a * e, strict)%Q.
Proof.
  intros A L H E. unfold below. cbn [fst snd]. destruct (Z.ltb_spec 0 a) as [P|P].
  - subst h. destruct H as [H1 H2]. apply injZ_pos in P. split; [nra|]. intros S. specialize (H2 S). nra.
  - subst l. destruct L as [L1 L2]. assert (N : (inject_Z a < 0)%Q).
    { change 0%Q with (inject_Z 0). rewrite <- Zlt_Qlt. lia. }
    split; [nra|]. intros S. specialize (L2 S). nra.
Qed.

Lemma highest_below f : forall b x v sum strict most, held b x -> length x = length b -> below v (sum, strict) ->
  highest f b sum strict = Some most -> below (v + lin f x) most.
Proof.
  induction f as [|a f IH]; intros b x v sum strict most H L V E.
  - injection E as <-. eapply below_proper; [|exact V]. cbn [lin]. ring.
  - destruct b as [|[l h] b].
    + destruct x; [|discriminate]. injection E as <-. eapply below_proper; [|exact V]. cbn [lin]. ring.
    + destruct x as [|q x]; [discriminate|]. destruct H as (Hl & Hh & H). cbn [highest] in E.
      injection L as L. destruct (Z.eqb_spec a 0) as [->|A].
      * eapply below_proper; [|exact (IH _ _ _ _ _ _ H L V E)]. cbn [lin]. change (inject_Z 0) with 0%Q. ring.
      * destruct (if 0 <? a then h else l) as [[e also]|] eqn:Ee; [|discriminate].
        eapply below_proper; [|refine (IH _ _ (v + inject_Z a * q)%Q _ _ _ H L _ E)]; [cbn [lin]; ring|].
        destruct (term_below _ _ _ _ _ _ A Hl Hh Ee) as [T1 T2]. destruct V as [V1 V2]. cbn [fst snd] in *.
        split; cbn [fst snd]; rewrite Qred_correct; [lra|]. intros S. apply orb_prop in S.
        destruct S as [S|S]; [specialize (V2 S) | specialize (T2 S)]; lra.
Qed.
