(** Products of affine functions: where 2^c of them cannot take the labels of some rows, whichever rows each takes, no network does
    with c comparisons. The hint *powers* of docs/reference/format.md. *)

From Coq Require Import QArith List Bool Arith Lia.
From Memocert Require Import Model NormalForm Counting.
Import ListNotations.
Open Scope Q_scope.

(** * Multipliers, times a number of each row *)

Fixpoint times (l : list Q) (d : data) (g : vec * vec -> Q) : list Q :=
  match l, d with
  | a :: l', row :: d' => Qred (a * g row) :: times l' d' g
  | _, _ => []
  end.

Lemma times_combination l : forall d g h, combination (times l d g) d h == combination l d (fun row => g row * h row).
Proof.
  induction l as [|a l IH]; intros [|row d] g h; cbn [times combination]; try reflexivity.
  rewrite IH. setoid_replace (Qred (a * g row)) with (a * g row) by apply Qred_correct. ring.
Qed.

(** Label k of a row, its coordinates, and 1. *)
Definition label (k : nat) (row : vec * vec) : Q := nth k (snd row) 0.
Definition coordinate (j : nat) (row : vec * vec) : Q := nth j (fst row) 0.
Definition one (_ : vec * vec) : Q := 1.

Definition factors_of (p : nat) : list (vec * vec -> Q) := one :: map coordinate (seq 0 p).

(** The sum, digits kept short. *)
Definition total (l : list Q) (d : data) : Q := combination l d one.

(** The sums of all products of so many factors are 0. *)
Fixpoint vanish (p k n : nat) (d : data) (l : list Q) : bool :=
  match n with
  | O => Qeq_bool (total l d) 0
  | S n => forallb (fun f => vanish p k n d (times l d f)) (label k :: factors_of p)
  end.

(** The same, but for the power of the label. *)
Fixpoint vanish_but_power (p k n : nat) (d : data) (l : list Q) : bool :=
  match n with
  | O => true
  | S n => forallb (fun f => vanish p k n d (times l d f)) (factors_of p) && vanish_but_power p k n d (times l d (label k))
  end.

Fixpoint power (k n : nat) (row : vec * vec) : Q :=
  match n with
  | O => 1
  | S n => label k row * power k n row
  end.

Definition powered (p q c : nat) (l : list Q) (s : data) : bool :=
  (length l =? length s)%nat &&
  existsb (fun k => vanish_but_power p k (2 ^ c) s l && negb (Qeq_bool (combination l s (power k (2 ^ c))) 0)) (seq 0 q).

(** * Products of differences *)

Fixpoint product (k : nat) (fs : list form) (row : vec * vec) : Q :=
  match fs with
  | [] => 1
  | f :: fs => (label k row - at_ f (fst row)) * product k fs row
  end.

Lemma combination_minus l d f g : combination l d (fun row => f row - g row) == combination l d f - combination l d g.
Proof.
  rewrite (combination_form l d _ f (fun row => (-(1)) * g row)) by (intros; ring). rewrite combination_scale. ring.
Qed.

(** What is affine times g has the sum 0, if g times each coordinate and g have. *)
Lemma affine_sum p l d g f : (forall x y, In (x, y) d -> length x = p) ->
  (forall e, In e (factors_of p) -> combination l d (fun row => e row * g row) == 0) ->
  combination l d (fun row => at_ f (fst row) * g row) == 0.
Proof.
  intros W H. transitivity (combination (times l d g) d (fun row => at_ f (fst row))).
  { rewrite times_combination. apply combination_ext. intros row _. ring. }
  assert (E : forall e, In e (factors_of p) -> combination (times l d g) d e == 0).
  { intros e I. rewrite times_combination, <- (H e I). apply combination_ext. intros row _. ring. }
  unfold at_. rewrite (combination_form _ _ _ (fun row => dot (fst f) (fst row)) (fun row => snd f * one row)) by (intros; unfold one; ring).
  rewrite combination_scale, (E one) by (left; reflexivity). rewrite combination_dot; [ring|].
  intros j. destruct (lt_dec j p) as [J | J].
  - apply (E (coordinate j)). right. apply in_map, in_seq. lia.
  - rewrite (combination_ext _ _ _ (fun _ => 0 * 0)); [rewrite combination_scale; ring|].
    intros [x y] I. simpl fst. rewrite nth_overflow; [ring|]. rewrite (W x y I). lia.
Qed.

Section Rows.

Variables (p k : nat) (d : data).
Hypothesis W : forall x y, In (x, y) d -> length x = p.

Lemma vanish_product : forall n l fs, length fs = n -> vanish p k n d l = true -> combination l d (product k fs) == 0.
Proof.
  induction n as [|n IH]; intros l [|f fs] L H; try discriminate.
  - apply Qeq_bool_iff, H.
  - injection L as L. cbn [vanish forallb] in H. apply andb_prop in H. destruct H as [Hl Hf]. rewrite forallb_forall in Hf. cbn [product].
    rewrite (combination_ext _ _ _ (fun row => label k row * product k fs row - at_ f (fst row) * product k fs row)) by (intros; ring).
    rewrite combination_minus, <- times_combination, (IH _ fs L Hl), (affine_sum p l d (product k fs) f W).
    + ring.
    + intros e I. rewrite <- times_combination. apply (IH _ fs L), Hf, I.
Qed.

Lemma product_power : forall n l fs, length fs = n -> vanish_but_power p k n d l = true ->
  combination l d (product k fs) == combination l d (power k n).
Proof.
  induction n as [|n IH]; intros l [|f fs] L H; try discriminate; [reflexivity|].
  injection L as L. cbn [vanish_but_power] in H. apply andb_prop in H. destruct H as [Hf Hl]. rewrite forallb_forall in Hf. cbn [product power].
  rewrite (combination_ext _ _ _ (fun row => label k row * product k fs row - at_ f (fst row) * product k fs row)) by (intros; ring).
  rewrite combination_minus, <- times_combination, (IH _ fs L Hl), times_combination, (affine_sum p l d (product k fs) f W).
  - ring.
  - intros e I. rewrite <- times_combination. apply (vanish_product n _ fs L), Hf, I.
Qed.

End Rows.

(** * The leaves of a tree that are reached with c tests *)

Fixpoint forms_of (t : tree) (k c : nat) : list form :=
  match t, c with
  | Leaf rows, _ => repeat (nth k rows ([], 0)) (2 ^ c)
  | Test _ _ _ _, O => repeat ([], 0) 1
  | Test _ _ below above, S c => forms_of below k c ++ forms_of above k c
  end.

Lemma forms_count t : forall k c, length (forms_of t k c) = (2 ^ c)%nat.
Proof.
  induction t as [rows | w q below IHb above IHa]; intros k [|c]; try (simpl; reflexivity); cbn [forms_of].
  - apply repeat_length.
  - rewrite app_length, IHb, IHa. simpl. lia.
Qed.

Lemma product_zero k fs row : (exists f, In f fs /\ label k row == at_ f (fst row)) -> product k fs row == 0.
Proof.
  intros (f & I & E). induction fs as [|g fs IH]; [destruct I|]. cbn [product]. destruct I as [-> | I].
  - rewrite E. ring.
  - rewrite (IH I). ring.
Qed.

Lemma same_nth x : forall y k, same x y -> nth k x 0 == nth k y 0.
Proof. intros y k S. revert k. induction S; intros [|k]; simpl; try reflexivity; auto. Qed.

Lemma values_nth rows x k : nth k (values rows x) 0 == at_ (nth k rows ([], 0)) x.
Proof.
  unfold values. revert k. induction rows as [|f rows IH]; intros [|k]; cbn [map nth].
  - unfold at_. cbn [fst snd dot]. ring.
  - unfold at_. cbn [fst snd dot]. ring.
  - reflexivity.
  - apply IH.
Qed.

Lemma forms_reached t : forall k c x y, same (value t x) y -> (tests t x <= c)%nat ->
  exists f, In f (forms_of t k c) /\ nth k y 0 == at_ f x.
Proof.
  induction t as [rows | w q below IHb above IHa]; intros k c x y S T.
  - exists (nth k rows ([], 0)). split.
    + cbn [forms_of]. pose proof (Nat.pow_nonzero 2 c). destruct c, (2 ^ _)%nat; simpl; auto; lia.
    + rewrite <- (same_nth _ _ k S). apply (values_nth rows x k).
  - destruct c as [|c]; [simpl in T; lia|]. cbn [forms_of value tests] in *. destruct (opens w q x).
    + destruct (IHa k c x y S) as (f & I & E); [lia|]. exists f. split; [apply in_or_app; right|]; assumption.
    + destruct (IHb k c x y S) as (f & I & E); [lia|]. exists f. split; [apply in_or_app; left|]; assumption.
Qed.

Theorem powered_refuted p q c l s : (forall x y, In (x, y) s -> length x = p) -> powered p q c l s = true -> refuted s c.
Proof.
  intros W H t R T. unfold powered in H. apply andb_prop in H. destruct H as [_ H]. apply existsb_exists in H.
  destruct H as (k & _ & H). apply andb_prop in H. destruct H as [V N]. apply negb_true_iff in N.
  assert (Z : combination l s (power k (2 ^ c)) == 0); [|apply Qeq_bool_iff in Z; congruence].
  rewrite <- (product_power p k s W _ l (forms_of t k c) (forms_count t k c) V).
  rewrite (combination_ext _ _ _ (fun _ => 0 * 0)); [rewrite combination_scale; ring|].
  intros [x y] I. rewrite product_zero; [ring|]. cbn [fst]. unfold label; cbn [snd].
  apply forms_reached; [apply R, I | apply (T x y I)].
Qed.
