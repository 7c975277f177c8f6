(** The networks of [Engine] are networks of [Model]: same values, same operations; so claims about regions speak of
    the model. *)

From Coq Require Import ZArith QArith List Lia Lqa Bool.
From Memocert Require Import Forms Engine Claims.
From Memocert Require Model.
Import ListNotations.
Open Scope Z_scope.

Notation same := Model.same.

(** * Meaning *)

Fixpoint spread (scale : positive) (r : row) : Model.vec :=
  match r with
  | [] => []
  | (gap, w) :: r' => repeat 0%Q gap ++ (w # scale) :: spread scale r'
  end.

Fixpoint model (n : net) : Model.net :=
  match n with
  | Affine scale rows => Model.Affine (map (fun r => (spread scale (fst r), snd r # scale)) rows)
  | Identity => Model.Identity
  | Units Relu _ => Model.Relu
  | Units Step _ => Model.Step
  | Sequence f g => Model.Sequence (model f) (model g)
  | Concatenate f g => Model.Concatenate (model f) (model g)
  | Branch scale w t below above => Model.Branch (spread scale w) (t # scale) (model below) (model above)
  end.

(** * Values *)

Lemma scaled_down (a : Z) scale : (a # scale == inject_Z a * (1 # scale))%Q.
Proof. unfold Qeq, inject_Z, Qmult; simpl. ring. Qed.

Lemma dot_zeros gap w : forall x, (Model.dot (repeat 0%Q gap ++ w) x == Model.dot w (skipn gap x))%Q.
Proof.
  induction gap as [|gap IH]; intros [|q x]; simpl; try reflexivity.
  - destruct w; reflexivity.
  - rewrite IH. ring.
Qed.

Lemma dot_spread scale r : forall x, (Model.dot (spread scale r) x == dot r x * (1 # scale))%Q.
Proof.
  induction r as [|[gap w] r IH]; intros x; cbn [spread dot]; [simpl; ring|].
  rewrite dot_zeros. destruct (skipn gap x) as [|q rest]; cbn [Model.dot]; [ring|].
  rewrite IH, (scaled_down w). ring.
Qed.

Lemma opens_model scale w t x : Model.opens (spread scale w) (t # scale) x = opens w t x.
Proof.
  unfold Model.opens, opens. apply eq_true_iff_eq. rewrite !Qle_bool_iff, dot_spread, (scaled_down t).
  assert (P : (0 < 1 # scale)%Q) by reflexivity. split; intros H; nra.
Qed.

Theorem run_model n : forall x, same (run n x) (Model.eval (model n) x).
Proof.
  induction n; intros x; cbn [run model].
  - cbn [Model.eval]. rewrite map_map. induction rows as [|r rows IH]; simpl; constructor; [|exact IH].
    unfold affine, Model.at_. cbn [fst snd]. rewrite dot_spread, (scaled_down (snd r)). ring.
  - apply Model.same_refl.
  - destruct kind; cbn [Model.eval]; apply Model.same_refl.
  - cbn [Model.eval]. eapply Model.same_trans; [apply IHn2|]. apply Model.eval_same, IHn1.
  - cbn [Model.eval]. apply Forall2_app; [apply IHn1 | apply IHn2].
  - cbn [Model.eval]. rewrite opens_model. destruct (opens normal threshold x); auto.
Qed.

(** * Operations *)

Definition weighed (m : measure) (o : Model.operations) : Z :=
  addition m * Z.of_nat (Model.additions o) + multiplication m * Z.of_nat (Model.multiplications o)
  + comparison m * Z.of_nat (Model.comparisons o).

(** The stated widths of the units are those of their inputs. *)
Fixpoint sized (n : net) (p : nat) : bool :=
  match n with
  | Units _ width => width =? Z.of_nat p
  | Sequence f g => sized f p && sized g (outputs f p)
  | Concatenate f g => sized f p && sized g p
  | Branch _ _ _ below above => sized below p && sized above p
  | _ => true
  end.

Lemma weighed_plus m a b : weighed m (Model.plus a b) = weighed m a + weighed m b.
Proof. unfold weighed. simpl. rewrite !Nat2Z.inj_add. ring. Qed.

Lemma count_zeros (p : Q -> bool) gap w : p 0%Q = false -> Model.count p (repeat 0%Q gap ++ w) = Model.count p w.
Proof. intros P. unfold Model.count. induction gap as [|gap IH]; simpl; [reflexivity|]. rewrite P. exact IH. Qed.

Lemma number_count (p : Q -> bool) (q : nat * Z -> bool) scale r : p 0%Q = false ->
  (forall gap w, p (w # scale) = q (gap, w)) -> number q r = Z.of_nat (Model.count p (spread scale r)).
Proof.
  intros P E. induction r as [|[gap w] r IH]; [reflexivity|]. cbn [spread].
  rewrite count_zeros by exact P. unfold Model.count in *. cbn [filter number fold_right]. unfold number in IH. rewrite IH.
  rewrite <- (E gap w). destruct (p (w # scale)); cbn [length]; lia.
Qed.

Lemma zero_over w scale : Qeq_bool (w # scale) 0 = (w =? 0).
Proof. apply eq_true_iff_eq. rewrite Qeq_bool_iff, Z.eqb_eq. unfold Qeq; simpl. lia. Qed.

Lemma one_over w scale : Qeq_bool (w # scale) 1 = (w =? Zpos scale).
Proof. apply eq_true_iff_eq. rewrite Qeq_bool_iff, Z.eqb_eq. unfold Qeq. simpl. lia. Qed.

Lemma minus_one_over w scale : Qeq_bool (w # scale) (-1) = (w =? Zneg scale).
Proof. apply eq_true_iff_eq. rewrite Qeq_bool_iff, Z.eqb_eq. unfold Qeq. cbn [Qnum Qden inject_Z]. lia. Qed.

Lemma stored_over gap w scale : Model.stored (w # scale) = stored (gap, w).
Proof. unfold Model.stored, stored. rewrite zero_over. reflexivity. Qed.

Lemma multiplied_over gap w scale : Model.multiplied (w # scale) = multiplied scale (gap, w).
Proof.
  unfold Model.multiplied, multiplied. rewrite (stored_over gap), one_over, minus_one_over, <- andb_assoc. f_equal.
  cbn [snd]. rewrite <- negb_orb. f_equal. apply eq_true_iff_eq. rewrite orb_true_iff, !Z.eqb_eq. lia.
Qed.

Lemma stored_number scale r : number stored r = Z.of_nat (Model.count Model.stored (spread scale r)).
Proof. apply number_count; [reflexivity | intros; apply stored_over]. Qed.

Lemma multiplied_number scale r : number (multiplied scale) r = Z.of_nat (Model.count Model.multiplied (spread scale r)).
Proof. apply number_count; [reflexivity | intros; apply multiplied_over]. Qed.

Lemma none_stored r : existsb stored r = negb (number stored r =? 0).
Proof.
  assert (N : forall l, 0 <= number stored l).
  { induction l as [|a l IH]; unfold number in *; simpl; [lia|]. destruct (stored a); lia. }
  induction r as [|a r IH]; [reflexivity|]. cbn [existsb]. rewrite IH. specialize (N r). unfold number in *. cbn [fold_right].
  destruct (stored a); cbn [orb]; [|reflexivity]. symmetry. apply negb_true_iff, Z.eqb_neq. lia.
Qed.

Lemma all_negated scale r : forallb (negated scale) r
  = forallb (fun w => negb (Model.stored w) || Qeq_bool w (-1)) (spread scale r).
Proof.
  induction r as [|[gap w] r IH]; [reflexivity|]. cbn [spread forallb]. rewrite forallb_app. cbn [forallb]. rewrite <- IH.
  replace (forallb _ (repeat 0%Q gap)) with true by (clear; induction gap; simpl; auto).
  cbn [andb]. f_equal. unfold negated. rewrite (stored_over gap), minus_one_over. reflexivity.
Qed.

Lemma negation_model scale r : Model.negation (spread scale (fst r), snd r # scale) = negation scale r.
Proof.
  unfold Model.negation, negation. cbn [fst snd]. rewrite none_stored, (stored_number scale), zero_over, all_negated.
  f_equal. f_equal. f_equal. apply eq_true_iff_eq. rewrite Nat.eqb_eq, Z.eqb_eq. lia.
Qed.

Lemma pred_spread k : Z.max 0 (Z.of_nat k - 1) = Z.of_nat (Nat.pred k).
Proof. lia. Qed.

Lemma row_cost_model m scale r :
  row_cost m scale r = weighed m (Model.row_cost (spread scale (fst r), snd r # scale)).
Proof.
  unfold row_cost, Model.row_cost, weighed. rewrite negation_model. cbn [fst snd Model.additions Model.multiplications Model.comparisons].
  rewrite (stored_number scale), multiplied_number, zero_over, Nat2Z.inj_add, <- pred_spread, Nat2Z.inj_add.
  destruct (snd r =? 0), (negation scale r); simpl Z.of_nat; ring.
Qed.

Lemma gate_cost_model m scale w : gate_cost m scale w = weighed m (Model.gate_cost (spread scale w)).
Proof.
  unfold gate_cost, Model.gate_cost, weighed. cbn [Model.additions Model.multiplications Model.comparisons].
  rewrite (stored_number scale), multiplied_number, <- pred_spread. simpl Z.of_nat. ring.
Qed.

Lemma fits_outputs n p x : fits n p = true -> length x = p -> length (Model.eval (model n) x) = outputs n p.
Proof. intros F L. rewrite <- (Model.same_length _ _ (run_model n x)). apply outputs_length; auto. Qed.

Theorem ops_model m n : forall x, fits n (length x) = true -> sized n (length x) = true ->
  ops m n x = weighed m (Model.spent (model n) x).
Proof.
  induction n; intros x F S; cbn [ops model fits sized] in *.
  - cbn [Model.spent]. clear F S. unfold layer_cost. induction rows as [|r rows IH]; [unfold weighed; simpl; ring|].
    cbn [map fold_right]. rewrite weighed_plus, <- IH, row_cost_model. reflexivity.
  - unfold weighed. simpl. ring.
  - apply Z.eqb_eq in S. destruct kind; unfold weighed; simpl; rewrite S; ring.
  - apply andb_prop in F. destruct F as [F1 F2]. apply andb_prop in S. destruct S as [S1 S2]. cbn [Model.spent].
    pose proof (outputs_length n1 _ x F1 eq_refl) as L.
    rewrite weighed_plus, (IHn1 x), (IHn2 (run n1 x)); try rewrite L; auto.
    rewrite (Model.spent_same (model n2) _ _ (run_model n1 x)). reflexivity.
  - apply andb_prop in F. destruct F as [F1 F2]. apply andb_prop in S. destruct S as [S1 S2]. cbn [Model.spent].
    rewrite weighed_plus, IHn1, IHn2; auto.
  - rewrite !andb_true_iff in F. destruct F as [[F1 F2] _]. apply andb_prop in S. destruct S as [S1 S2]. cbn [Model.spent].
    rewrite weighed_plus, opens_model, <- gate_cost_model. destruct (opens normal threshold x); [rewrite IHn2 | rewrite IHn1]; auto.
Qed.

(** * Claims, about the model *)

Theorem agree_model : forall p rows h, agree_rows p rows h = true ->
  forall domain n m, In (domain, n, m) rows ->
  forall z, length z = p -> inside z domain -> same (Model.eval (model n) z) (Model.eval (model m) z).
Proof.
  intros p rows h H domain n m I z L Iz. eapply Model.same_trans; [apply Model.same_sym, run_model|].
  eapply Model.same_trans; [|apply run_model]. exact (agree_sound p rows h H domain n m I z L Iz).
Qed.

Definition shaped (n : net) (p : nat) : bool := fits n p && sized n p.

Theorem cheap_model : forall m p n t domain h, shaped n p && cheap m p n t domain h = true ->
  forall z, length z = p -> inside z domain -> weighed m (Model.spent (model n) z) <= t.
Proof.
  intros m p n t domain h H z L I. apply andb_prop in H. destruct H as [S C]. apply andb_prop in S. destruct S as [F S].
  subst p. rewrite <- ops_model by assumption. exact (cheap_sound m _ n t domain h C z eq_refl I).
Qed.

Theorem attains_model : forall m n t domain z, shaped n (length z) && attains m n t domain z = true ->
  inside z domain /\ weighed m (Model.spent (model n) z) = t.
Proof.
  intros m n t domain z H. apply andb_prop in H. destruct H as [S C]. apply andb_prop in S. destruct S as [F S].
  rewrite <- ops_model by assumption. exact (attains_sound m n t domain z C).
Qed.
