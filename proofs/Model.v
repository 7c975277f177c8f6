(** The exact network: seven forms over the rationals, their values, and their operations.

    The sequences and concatenations of docs/reference/format.md have any number of parts; here they have two, and longer ones
    are nested. A shared part is a part that occurs twice. Widths are the lengths of vectors. *)

From Coq Require Import QArith List Bool Arith Lia.
Import ListNotations.
Open Scope Q_scope.

Definition vec := list Q.

(** w . x; what one vector lacks counts as 0. *)
Fixpoint dot (w x : vec) : Q :=
  match w, x with
  | a :: w', b :: x' => a * b + dot w' x'
  | _, _ => 0
  end.

(** An affine form: w . x + b. *)
Definition form : Type := vec * Q.
Definition at_ (f : form) (x : vec) : Q := dot (fst f) x + snd f.

Inductive net :=
| Affine (rows : list form)
| Identity
| Relu
| Step
| Sequence (first second : net)
| Concatenate (left right : net)
| Branch (normal : vec) (threshold : Q) (below above : net).

Definition relu (v : Q) : Q := if Qle_bool 0 v then v else 0.
Definition step (v : Q) : Q := if Qle_bool 0 v then 1 else 0.

(** A gate: normal . x >= threshold. *)
Definition opens (normal : vec) (threshold : Q) (x : vec) : bool := Qle_bool threshold (dot normal x).

Fixpoint eval (n : net) (x : vec) : vec :=
  match n with
  | Affine rows => map (fun row => at_ row x) rows
  | Identity => x
  | Relu => map relu x
  | Step => map step x
  | Sequence f g => eval g (eval f x)
  | Concatenate f g => eval f x ++ eval g x
  | Branch w t below above => if opens w t x then eval above x else eval below x
  end.

(** * Operations *)

Record operations := Operations { additions : nat; multiplications : nat; comparisons : nat }.

Definition none := Operations 0 0 0.
Definition plus (a b : operations) :=
  Operations (additions a + additions b) (multiplications a + multiplications b) (comparisons a + comparisons b).
Definition total (o : operations) : nat := additions o + multiplications o + comparisons o.

Definition count {A} (p : A -> bool) (l : list A) : nat := length (filter p l).

Definition stored (w : Q) : bool := negb (Qeq_bool w 0).
Definition multiplied (w : Q) : bool := stored w && negb (Qeq_bool w 1) && negb (Qeq_bool w (-1)).

(** All weights that are not 0 are -1, there is one, and nothing that they could be subtracted from. *)
Definition negation (f : form) : bool :=
  negb (Nat.eqb (count stored (fst f)) 0) && Qeq_bool (snd f) 0 &&
  forallb (fun w => negb (stored w) || Qeq_bool w (-1)) (fst f).

Definition row_cost (f : form) : operations :=
  Operations
    (Nat.pred (count stored (fst f) + if Qeq_bool (snd f) 0 then 0 else 1))
    (count multiplied (fst f) + if negation f then 1 else 0)
    0.

Definition gate_cost (normal : vec) : operations :=
  Operations (Nat.pred (count stored normal)) (count multiplied normal) 1.

Fixpoint spent (n : net) (x : vec) : operations :=
  match n with
  | Affine rows => fold_right (fun row sum => plus (row_cost row) sum) none rows
  | Identity => none
  | Relu | Step => Operations 0 0 (length x)
  | Sequence f g => plus (spent f x) (spent g (eval f x))
  | Concatenate f g => plus (spent f x) (spent g x)
  | Branch w t below above => plus (gate_cost w) (if opens w t x then spent above x else spent below x)
  end.

(** * Equal up to the spelling of rationals *)

Definition same (x y : vec) : Prop := Forall2 Qeq x y.

(** A network memorizes data: pairs of a point and a label. *)
Definition data := list (vec * vec).
Definition memorizes (n : net) (d : data) : Prop := forall x y, In (x, y) d -> same (eval n x) y.

Lemma same_refl x : same x x.
Proof. induction x; constructor; auto. reflexivity. Qed.

Lemma same_sym x y : same x y -> same y x.
Proof. induction 1; constructor; auto. symmetry; auto. Qed.

Lemma same_trans x y z : same x y -> same y z -> same x z.
Proof.
  intros H; revert z. induction H; intros z Hz; inversion Hz; subst; constructor.
  - etransitivity; eauto.
  - apply IHForall2; auto.
Qed.

Lemma same_length x y : same x y -> length x = length y.
Proof. induction 1; simpl; congruence. Qed.

Lemma dot_same w x y : same x y -> dot w x == dot w y.
Proof.
  intros H; revert w. induction H; intros [|a w]; simpl; try reflexivity.
  rewrite H, IHForall2. reflexivity.
Qed.

Lemma Qle_bool_eq a b c d : a == c -> b == d -> Qle_bool a b = Qle_bool c d.
Proof. intros H1 H2. apply eq_true_iff_eq. rewrite !Qle_bool_iff, H1, H2. reflexivity. Qed.

Lemma opens_same w t x y : same x y -> opens w t x = opens w t y.
Proof. intros H. apply Qle_bool_eq; [reflexivity | apply dot_same, H]. Qed.

Lemma relu_same a b : a == b -> relu a == relu b.
Proof. intros H. unfold relu. rewrite (Qle_bool_eq 0 a 0 b) by (auto; reflexivity). destruct Qle_bool; auto; reflexivity. Qed.

Lemma step_same a b : a == b -> step a == step b.
Proof. intros H. unfold step. rewrite (Qle_bool_eq 0 a 0 b) by (auto; reflexivity). destruct Qle_bool; reflexivity. Qed.

(** Equal inputs give equal outputs and cost the same. *)
Lemma eval_same n : forall x y, same x y -> same (eval n x) (eval n y).
Proof.
  induction n; intros x y H; simpl.
  - induction rows as [|r rows IH]; simpl; constructor; [|apply IH]. unfold at_. rewrite (dot_same _ _ _ H). reflexivity.
  - exact H.
  - induction H; simpl; constructor; auto. apply relu_same; auto.
  - induction H; simpl; constructor; auto. apply step_same; auto.
  - auto.
  - apply Forall2_app; [apply IHn1 | apply IHn2]; exact H.
  - rewrite (opens_same _ _ _ _ H). destruct opens; auto.
Qed.

Lemma spent_same n : forall x y, same x y -> spent n x = spent n y.
Proof.
  induction n; intros x y H; simpl; auto.
  - rewrite (same_length _ _ H). reflexivity.
  - rewrite (same_length _ _ H). reflexivity.
  - rewrite (IHn1 _ _ H), (IHn2 _ _ (eval_same _ _ _ H)). reflexivity.
  - rewrite (IHn1 _ _ H), (IHn2 _ _ H). reflexivity.
  - rewrite (opens_same _ _ _ _ H). destruct opens; f_equal; auto.
Qed.

(** * Widths *)

(** The network takes p inputs and gives q outputs: no row reaches beyond the inputs, parts one after the other fit, and
    both sides of a gate give equally many outputs. *)
Inductive takes : nat -> net -> nat -> Prop :=
| takes_affine p rows : (1 <= p)%nat -> rows <> [] -> Forall (fun row => length (fst row) <= p)%nat rows ->
    takes p (Affine rows) (length rows)
| takes_identity p : (1 <= p)%nat -> takes p Identity p
| takes_relu p : (1 <= p)%nat -> takes p Relu p
| takes_step p : (1 <= p)%nat -> takes p Step p
| takes_sequence p m q f g : takes p f m -> takes m g q -> takes p (Sequence f g) q
| takes_concatenate p a b f g : takes p f a -> takes p g b -> takes p (Concatenate f g) (a + b)
| takes_branch p q w t below above : (length w <= p)%nat -> takes p below q -> takes p above q ->
    takes p (Branch w t below above) q.

Lemma takes_length p n q : takes p n q -> forall x, length x = p -> length (eval n x) = q.
Proof.
  induction 1; intros x L; cbn [eval]; rewrite ?map_length, ?app_length; auto.
  destruct opens; auto.
Qed.
