(** Rows of weights, layers and gates are read back from their text. *)

From Coq Require Import NArith ZArith QArith List Bool String Lia.
From Memocert Require Import Nets Checker.
From Memocert Require Import native.Bytes native.Json native.Reader native.Rows native.Network native.Print native.Printed native.PrintedRows.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.
Open Scope list_scope.

Lemma small_short z : 0 <= z <= MAX_WIDTH -> short z.
Proof.
  intros B. unfold short, MAX_WIDTH in *. assert (10 ^ 7 <= 10 ^ MAX_DIGITS) by (apply Z.pow_le_mono_r; [lia | discriminate]).
  change (10 ^ 7) with 10000000 in H. lia.
Qed.

(** * Rows *)

Definition fine_weight (w : nat * Q) : Prop := fine (snd w) /\ Qnum (snd w) <> 0.

(** The numbers of a row, of which the first stands for a position from here on. *)
Fixpoint weights_values (from : Z) (r : weights_row) : list json :=
  match r with
  | [] => []
  | (gap, q) :: r => Number (from + Z.of_nat gap) :: rational_value q :: weights_values (from + Z.of_nat gap + 1) r
  end.

Fixpoint span (r : weights_row) : Z :=
  match r with
  | [] => 0
  | (gap, _) :: r => Z.of_nat gap + 1 + span r
  end.

Lemma span_nonneg r : 0 <= span r.
Proof. induction r as [|[gap q] r IH]; cbn [span]; lia. Qed.

Lemma weights_printed width r : Forall fine_weight r -> forall read from, from + span r <= width -> weights_of read from width (weights_values from r) = Good (rev read ++ r).
Proof.
  induction 1 as [|[gap q] r [F N] _ IH]; intros read from S; cbn [weights_values weights_of span fst snd] in *.
  - rewrite app_nil_r. reflexivity.
  - pose proof (span_nonneg r). unfold integer. replace ((from <=? from + Z.of_nat gap) && (from + Z.of_nat gap <=? width - 1)) with true
      by (symmetry; apply andb_true_iff; rewrite !Z.leb_le; lia).
    cbn [bind]. rewrite rational_printed by exact F. cbn [bind]. destruct (Z.eqb_spec (Qnum q) 0); [contradiction|].
    rewrite IH by lia. cbn [rev]. rewrite <- app_assoc. cbn [app]. replace (Z.to_nat (from + Z.of_nat gap - from)) with gap by lia. reflexivity.
Qed.

Lemma weights_printable n r : Forall fine_weight r -> forall from, 0 <= from -> from + span r <= MAX_WIDTH -> Forall (printable n) (weights_values from r).
Proof.
  induction 1 as [|[gap q] r [F N] _ IH]; intros from P S; cbn [weights_values span fst snd] in *; [constructor|]. pose proof (span_nonneg r).
  apply Forall_cons; [|apply Forall_cons; [|apply IH; lia]].
  - assert (short (from + Z.of_nat gap)) by (apply small_short; lia). destruct n; assumption.
  - apply (rational_printable q) in F. destruct n; exact F.
Qed.

(** * Over one denominator *)

(** The rationals that a row of integers stands for. *)
Definition unscaled (scale : positive) (r : row) : weights_row := map (fun w => (fst w, Qred (snd w # scale))) r.

Definition divides (d : positive) (q : Q) : Prop := (Zpos (Qden q) | Zpos d).

Lemma over_back d q : fine q -> divides d q -> Qred (over d q # d) = q.
Proof. intros F D. rewrite (Qred_complete _ _ (over_right d q D)). apply fine_red, F. Qed.

Lemma unscaled_back d r : Forall fine_weight r -> Forall (fun w => divides d (snd w)) r -> unscaled d (map (weight_over d) r) = r.
Proof.
  induction 1 as [|[gap q] r [F N] _ IH]; intros D; inversion D; subst; cbn [map unscaled weight_over fst snd] in *; [reflexivity|].
  rewrite over_back by assumption. f_equal. apply IH. assumption.
Qed.

Lemma span_reach d r : Z.of_N (reach (map (weight_over d) r)) = span r.
Proof. induction r as [|[gap q] r IH]; cbn [map weight_over reach span fst]; lia. Qed.

Lemma divides_more d e q : divides d q -> (Zpos d | Zpos e) -> divides e q.
Proof. unfold divides. intros D E. eapply Z.divide_trans; eassumption. Qed.

(** A gate as it is read: over the least common denominator. *)
Definition gate_like (width : Z) (scale : positive) (normal : row) (t : Z) : Prop :=
  exists r b, scaled_row r b = (scale, (normal, t)) /\ Forall fine_weight r /\ fine b /\ span r <= width.

Lemma gate_back width scale normal t : gate_like width scale normal t ->
  exists r b, scaled_row r b = (scale, (normal, t)) /\ Forall fine_weight r /\ fine b /\ span r <= width /\ unscaled scale normal = r /\ Qred (t # scale) = b /\ Z.of_N (reach normal) = span r.
Proof.
  intros (r & b & S & F & B & W). exists r, b. pose proof S as E. unfold scaled_row in S. injection S as <- <- <-. do 4 (split; [assumption|]). split; [|split].
  - apply unscaled_back; [exact F|]. destruct (denominator_divides (map snd r) (Qden b)) as [_ D]. rewrite Forall_map in D. exact D.
  - apply over_back; [exact B|]. apply (denominator_divides (map snd r) (Qden b)).
  - apply span_reach.
Qed.

(** A layer as it is read. *)
Definition layer_like (width : Z) (scale : positive) (rows : list (row * Z)) : Prop :=
  exists qs bias, scaled_rows qs bias = (scale, rows) /\ List.length qs = List.length bias /\ Forall (fun r => Forall fine_weight r /\ span r <= width) qs /\ Forall fine bias.

Lemma rows_denominator qs : forall d, (Zpos d | Zpos (fold_left (fun d r => denominator (map snd r) d) qs d)) /\
  Forall (Forall (fun w => divides (fold_left (fun d r => denominator (map snd r) d) qs d) (snd w))) (qs : list weights_row).
Proof.
  induction qs as [|r qs IH]; intros d; cbn [fold_left]; [split; [apply Z.divide_refl | apply Forall_nil]|].
  destruct (denominator_divides (map snd r) d) as [D F]. destruct (IH (denominator (map snd r) d)) as [E G]. split; [eapply Z.divide_trans; eassumption|].
  apply Forall_cons; [|exact G]. rewrite Forall_map in F. eapply Forall_impl; [|exact F]. intros w W. eapply divides_more; [exact W | exact E].
Qed.

Lemma rows_back width scale qs : Forall (fun r => Forall fine_weight r /\ span r <= width) qs -> Forall (Forall (fun w => divides scale (snd w))) qs ->
  forall bias, List.length qs = List.length bias -> Forall fine bias -> Forall (divides scale) bias ->
  let rows := map (fun r => (map (weight_over scale) (fst r), over scale (snd r))) (combine qs bias) in
  map (fun r => unscaled scale (fst r)) rows = qs /\ map (fun r => Qred (snd r # scale)) rows = bias /\
  Forall (fun r => Z.of_N (reach (fst r)) <= width) rows /\ List.length rows = List.length qs.
Proof.
  induction 1 as [|r qs [Fr Sr] F IH]; intros DR [|b bias] L B DB; try discriminate L; cbn [combine map fst snd].
  - repeat split; constructor.
  - inversion B; subst. inversion DB; subst. inversion DR; subst. injection L as L. destruct (IH ltac:(assumption) bias L ltac:(assumption) ltac:(assumption)) as (I1 & I2 & I3 & I4).
    rewrite unscaled_back, over_back by assumption. repeat split.
    + f_equal. exact I1.
    + f_equal. exact I2.
    + constructor; [cbn [fst]; rewrite span_reach; exact Sr | exact I3].
    + cbn [List.length]. f_equal. exact I4.
Qed.

Lemma layer_back width scale rows : layer_like width scale rows ->
  exists qs bias, scaled_rows qs bias = (scale, rows) /\ List.length qs = List.length bias /\ Forall (fun r => Forall fine_weight r /\ span r <= width) qs /\ Forall fine bias /\
    map (fun r => unscaled scale (fst r)) rows = qs /\ map (fun r => Qred (snd r # scale)) rows = bias /\
    Forall (fun r => Z.of_N (reach (fst r)) <= width) rows /\ List.length rows = List.length qs.
Proof.
  intros (qs & bias & S & L & F & B). exists qs, bias. split; [exact S|]. split; [exact L|]. split; [exact F|]. split; [exact B|].
  unfold scaled_rows in S. injection S as D R. rewrite D in R. subst rows. apply rows_back; try assumption.
  - rewrite <- D. apply rows_denominator.
  - destruct (denominator_divides bias 1) as [_ H]. eapply Forall_impl; [|exact H]. intros q Q. eapply divides_more; [exact Q|]. rewrite <- D. apply rows_denominator.
Qed.
