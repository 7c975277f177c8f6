(** The networks of [Engine] are networks of [Model]: same values, same operations; so claims about regions speak of
    the model. *)

From Coq Require Import ZArith QArith List Lia Lqa Bool.
From Memocert Require Import Forms Engine Claims.
From Memocert Require Model.
Import ListNotations.
Open Scope Z_scope.

(** * Operations *)

Definition weighed (m : measure) (o : Model.operations) : Z :=
  addition m * Z.of_nat (Model.additions o) + multiplication m * Z.of_nat (Model.multiplications o)
  + comparison m * Z.of_nat (Model.comparisons o).

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

Theorem ops_model m p n q : typed p n q -> forall x, length x = p -> ops m n x = weighed m (Model.spent (model n) x).
Proof.
  induction 1 as [p scale rows _ _ _|p _|p kind width _ W|p k q f g Tf IHf _ IHg|p a b f g _ IHf _ IHg
    |p q scale normal t below above _ _ IHb _ IHa]; intros x L; cbn [ops model].
  - cbn [Model.spent]. unfold layer_cost. induction rows as [|r rows IH]; [unfold weighed; simpl; ring|].
    cbn [map fold_right]. rewrite weighed_plus, <- IH, row_cost_model. reflexivity.
  - unfold weighed. simpl. ring.
  - rewrite W, <- L. destruct kind; unfold weighed; simpl; ring.
  - cbn [Model.spent]. rewrite weighed_plus, (IHf x L), (IHg (run f x) (typed_length p f k x Tf L)).
    rewrite (Model.spent_same (model g) _ _ (run_model f x)). reflexivity.
  - cbn [Model.spent]. rewrite weighed_plus, IHf, IHg; auto.
  - cbn [Model.spent]. rewrite weighed_plus, opens_model, <- gate_cost_model. destruct (opens normal t x); [rewrite IHa | rewrite IHb]; auto.
Qed.

(** * Claims, about the model *)

(** No constraint speaks of more than p numbers. *)
Definition is_narrow (p : nat) (cs : list constraint) : Prop := Forall (fun c => (length (fst c) <= S p)%nat) cs.

Definition narrow (p : nat) (cs : list constraint) : bool := forallb (fun c => (length (fst c) <=? S p)%nat) cs.

Theorem narrow_by : forall p cs, narrow p cs = true -> is_narrow p cs.
Proof.
  intros p cs H. unfold narrow in H. rewrite forallb_forall in H. apply Forall_forall. intros c I. apply Nat.leb_le, H, I.
Qed.

(** All hints were read. *)
Definition all_read (left : option (list hint)) : bool := match left with Some [] => true | _ => false end.

Definition check_agree (p q : nat) (n m : part) (domain : list constraint) (h : list hint) : bool :=
  if has_widths p q n then all_read (agrees p q (body n) (body m) domain h) else false.

Theorem agree_model : forall p q n m domain h, check_agree p q n m domain h = true ->
  forall z, length z = p -> inside z domain -> same (Model.eval (meaning n) z) (Model.eval (meaning m) z).
Proof.
  intros p q n m domain h H z L I. unfold check_agree in H. destruct (has_widths p q n) eqn:W; [|discriminate].
  destruct (agrees _ _ _ _ _ _) as [h'|] eqn:A; [|discriminate].
  eapply Model.same_trans; [apply Model.same_sym, run_model|]. eapply Model.same_trans; [|apply run_model].
  exact (agrees_sound _ _ _ _ _ _ _ (has_widths_typed _ _ _ W) A z L I).
Qed.

Definition check_cheap (m : measure) (p q : nat) (n : part) (t : Z) (domain : list constraint) (h : list hint) : bool :=
  if has_widths p q n then cheap m p (body n) t domain h else false.

Theorem cheap_model : forall m p q n t domain h, check_cheap m p q n t domain h = true ->
  forall z, length z = p -> inside z domain -> weighed m (Model.spent (meaning n) z) <= t.
Proof.
  intros m p q n t domain h H z L I. unfold check_cheap in H. destruct (has_widths p q n) eqn:W; [|discriminate].
  unfold meaning. rewrite <- (ops_model m p (body n) q (has_widths_typed _ _ _ W) z L).
  exact (cheap_sound m p (body n) t domain h H z L I).
Qed.
