(** Sets of rows, and those of which multipliers show that no affine map takes all labels: what lower bounds for affine leaves begin
    with. The hint *uninterpolable* of docs/reference/format.md. *)

From Coq Require Import NArith QArith List Bool Arith Lia.
From Memocert Require Import Model NormalForm Counting.
Import ListNotations.
Open Scope Q_scope.

(** * Sets of rows as numbers: bit i for row i *)

Fixpoint select {A} (s : N) (d : list A) : list A :=
  match d with
  | [] => []
  | row :: d' => if N.odd s then row :: select (N.div2 s) d' else select (N.div2 s) d'
  end.

Definition inside_of (s t : N) : bool := N.eqb (N.ldiff s t) 0.

Lemma odd_bit s : N.odd s = N.testbit s 0.
Proof. symmetry. apply N.bit0_odd. Qed.

Lemma div2_bit s i : N.testbit (N.div2 s) i = N.testbit s (N.succ i).
Proof. rewrite N.div2_spec, N.shiftr_spec'. f_equal. lia. Qed.

(** Rows with their numbers. *)
Lemma select_in {A} (d : list A) : forall s row, In row (select s d) <-> exists i, nth_error d i = Some row /\ N.testbit s (N.of_nat i) = true.
Proof.
  induction d as [|r d IH]; intros s row.
  - simpl. split; [intros [] | intros ([|i] & H & _); discriminate].
  - cbn [select]. assert (E : In row (select (N.div2 s) d) <-> exists i, nth_error (r :: d) (S i) = Some row /\ N.testbit s (N.of_nat (S i)) = true).
    { rewrite IH. split; intros (i & H & B); exists i; split; auto; [rewrite Nat2N.inj_succ, <- div2_bit | rewrite div2_bit, <- Nat2N.inj_succ]; auto. }
    destruct (N.odd s) eqn:O; rewrite odd_bit in O.
    + simpl. rewrite E. split.
      * intros [<- | (i & H & B)]; [exists 0%nat; auto | exists (S i); auto].
      * intros ([|i] & H & B); [left; simpl in H; congruence | right; exists i; auto].
    + rewrite E. split.
      * intros (i & H & B). exists (S i). auto.
      * intros ([|i] & H & B); [simpl in B; congruence | exists i; auto].
Qed.

Lemma select_incl {A} s (d : list A) : incl (select s d) d.
Proof. intros row H. apply select_in in H. destruct H as (i & H & _). eapply nth_error_In, H. Qed.

Lemma inside_bits s t : inside_of s t = true -> forall i, N.testbit s i = true -> N.testbit t i = true.
Proof.
  intros H i B. apply N.eqb_eq in H. assert (Z : N.testbit (N.ldiff s t) i = false) by (rewrite H; apply N.bits_0).
  rewrite N.ldiff_spec, B in Z. destruct (N.testbit t i); auto.
Qed.

Lemma select_sub {A} s t (d : list A) : inside_of s t = true -> incl (select s d) (select t d).
Proof.
  intros H row I. apply select_in in I. apply select_in. destruct I as (i & E & B). exists i. split; auto.
  eapply inside_bits; eauto.
Qed.

(** At least one row, of those that there are. *)
Definition of_rows {A} (d : list A) (s : N) : bool := negb (N.eqb s 0) && inside_of s (N.ones (N.of_nat (length d))).

(** * No affine map *)

(** The sums of the multipliers, times each coordinate and alone, are 0. *)
Definition cancels (p : nat) (l : list Q) (s : data) : bool :=
  (length l =? length s)%nat &&
  forallb (fun j => Qeq_bool (combination l s (fun row => nth j (fst row) 0)) 0) (seq 0 p) &&
  Qeq_bool (combination l s (fun _ => 1)) 0.

Definition no_affine (p q : nat) (l : list Q) (s : data) : bool :=
  cancels p l s && existsb (fun k => negb (Qeq_bool (combination l s (fun row => nth k (snd row) 0)) 0)) (seq 0 q).

Definition wide (p : nat) (d : data) : Prop := forall x y, In (x, y) d -> length x = p.

Lemma cancels_all p l s : wide p s -> cancels p l s = true ->
  (forall j, combination l s (fun row => nth j (fst row) 0) == 0) /\ combination l s (fun _ => 1) == 0.
Proof.
  intros W H. unfold cancels in H. rewrite !andb_true_iff, forallb_forall in H. destruct H as [[_ X] O]. split; [|apply Qeq_bool_iff, O].
  intros j. destruct (lt_dec j p) as [J | J].
  - apply Qeq_bool_iff, X, in_seq. lia.
  - rewrite (combination_ext l s _ (fun _ => 0 * 0)).
    + rewrite combination_scale. ring.
    + intros [x y] I. simpl fst. rewrite nth_overflow; [ring|]. rewrite (W x y I). lia.
Qed.

Lemma no_affine_refuted constant p q l s : wide p s -> no_affine p q l s = true -> refuted constant s 0.
Proof.
  intros W H. unfold no_affine in H. apply andb_prop in H. destruct H as [H Y]. destruct (cancels_all p l s W H) as [X O].
  apply existsb_exists in Y. destruct Y as (k & _ & Y). apply negb_true_iff in Y.
  apply (rule_uninterpolable constant l s k); auto. intros E. apply Qeq_bool_iff in E. congruence.
Qed.
