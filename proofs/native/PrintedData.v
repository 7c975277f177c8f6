(** A data set is read back from its text: dataset_of (print_dataset d) = Good d for every d that can be read at all. *)

From Coq Require Import NArith ZArith QArith List Bool String Lia.
From Memocert Require Import Checker.
From Memocert Require Import native.Bytes native.Json native.Reader native.Spelled native.Document native.Rows native.Distinct native.Dataset native.Print native.Printed native.PrintedRows.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.
Open Scope list_scope.

(** * The text *)

(** How classes are called is not kept: they are printed as class. *)
Definition row_value (r : values_over * values_over * Z) : json :=
  List [point_value (fst (fst r)); point_value (snd (fst r)); Number (snd r)].

Definition CLASS := Eval vm_compute in text "class".

Definition classes_value (named : option Z) : json :=
  match named with
  | Some n => List (repeat (Text CLASS) (Z.to_nat n))
  | None => Null
  end.

Definition dataset_value (d : dataset) : list (bytes * json) :=
  [(FORMAT, Text DATASET); (VERSION, Number 1); (CLASSES, classes_value (named d)); (ROWS, List (map row_value (combine (rows d) (counts d))))].

Definition print_dataset (d : dataset) : bytes := print (dataset_value d).

(** * What can be read *)

Definition width_fits (n : N) (l : list Q) : Prop := Z.of_nat (List.length l) = Z.of_N n.

Definition is_row (d : dataset) (r : values_over * values_over * Z) : Prop := 1 <= snd r <= MAX_COUNT /\
  exists x y, fst r = (integers x, integers y) /\ Forall fine x /\ Forall fine y /\ width_fits (inputs d) x /\ width_fits (outputs d) y.

Definition readable (d : dataset) : Prop :=
  rows d <> [] /\ List.length (counts d) = List.length (rows d) /\ Forall (is_row d) (combine (rows d) (counts d)) /\ (1 <= Z.of_N (inputs d) <= MAX_WIDTH) /\ (1 <= Z.of_N (outputs d) <= MAX_WIDTH) /\
  distinct_points (rows d) = true /\
  match named d with Some n => 0 <= n /\ labels_in n 0 (rows d) = Good tt | None => True end.

(** * It is read back *)

Lemma count_short n : 1 <= n <= MAX_COUNT -> short n.
Proof.
  intros [N M]. unfold short. rewrite Z.abs_eq by lia. eapply Z.le_lt_trans; [exact M|].
  eapply Z.le_lt_trans; [|apply (Z.pow_lt_mono_r 10 18); [lia | discriminate | reflexivity]]. apply Z.leb_le. reflexivity.
Qed.

Lemma row_printed d r w : is_row d r -> (1 <= Z.of_N (inputs d) <= MAX_WIDTH) -> (1 <= Z.of_N (outputs d) <= MAX_WIDTH) ->
  w = None \/ w = Some (Z.of_N (inputs d), Z.of_N (outputs d)) ->
  exists x y, row_of w (row_value r) = Good (x, y, snd r) /\ fst r = (integers x, integers y) /\ width x = Z.of_N (inputs d) /\ width y = Z.of_N (outputs d) /\ printable 2 (row_value r).
Proof.
  destruct r as [r n]. intros (N & x & y & E & X & Y & P & Q) I O W. cbn [fst snd] in *. subst r.
  exists x, y. unfold width_fits in P, Q. unfold row_value. cbn [fst snd]. rewrite !point_value_integers by assumption.
  split; [|repeat split; try assumption].
  - cbn [row_of]. replace (integer "the count" 1 MAX_COUNT (Number n)) with (Good n)
      by (cbn [integer]; rewrite (proj2 (Z.leb_le 1 n) (proj1 N)), (proj2 (Z.leb_le n MAX_COUNT) (proj2 N)); reflexivity).
    cbn [bind]. rewrite (point_printed "the point" _ x X).
    + cbn [bind]. rewrite (point_printed "the label" _ y Y); [reflexivity|]. destruct W as [-> | ->]; cbn [option_map snd fits_width]; lia.
    + destruct W as [-> | ->]; cbn [option_map fst fits_width]; lia.
  - cbn [printable]. constructor; [apply point_printable, X|]. constructor; [apply point_printable, Y|]. constructor; [exact (count_short n N) | constructor].
Qed.

Lemma rows_fed d l : (1 <= Z.of_N (inputs d) <= MAX_WIDTH) -> (1 <= Z.of_N (outputs d) <= MAX_WIDTH) -> Forall (is_row d) l ->
  forall n read times, exists m,
    feeds feed_row ROWS (Some (Read (Reading n (Some (Z.of_N (inputs d), Z.of_N (outputs d))) read times))) (map row_value l) =
    Good (Some (Read (Reading m (Some (Z.of_N (inputs d), Z.of_N (outputs d))) (rev (map fst l) ++ read) (rev (map snd l) ++ times)))).
Proof.
  intros I O. induction 1 as [|r l R F IH]; intros n read times; cbn [map feeds rev app]; [eauto|].
  destruct (row_printed d r _ R I O (or_intror eq_refl)) as (x & y & E & X & _). unfold feed_row. change (same_bytes ROWS ROWS) with true. cbn match.
  unfold add_row. cbn [widths Dataset.count read_rows read_counts]. rewrite E. cbn [bind within].
  destruct (IH (n + 1) ((integers x, integers y) :: read) (snd r :: times)) as [m M].
  exists m. unfold feed_row in M. change (same_bytes ROWS ROWS) with true in M. rewrite <- !app_assoc, X. exact M.
Qed.

Lemma first_row_fed d r l : (1 <= Z.of_N (inputs d) <= MAX_WIDTH) -> (1 <= Z.of_N (outputs d) <= MAX_WIDTH) -> Forall (is_row d) (r :: l) ->
  exists m, feeds feed_row ROWS None (map row_value (r :: l)) = Good (Some (Read (Reading m (Some (Z.of_N (inputs d), Z.of_N (outputs d)))
    (rev (map fst (r :: l))) (rev (map snd (r :: l)))))).
Proof.
  intros I O F. inversion F as [|? ? R F']; subst. destruct (row_printed d r None R I O (or_introl eq_refl)) as (x & y & E & X0 & X & Y & _).
  cbn [map feeds]. unfold feed_row at 1. change (same_bytes ROWS ROWS) with true. cbn match. unfold add_row. cbn [widths no_rows Dataset.count read_rows read_counts].
  rewrite E. cbn [bind within]. rewrite X, Y, X0. destruct (rows_fed d l I O F' (0 + 1) [(integers x, integers y)] [snd r]) as [m M]. exists m. exact M.
Qed.

Lemma classes_fed n : forall m, feeds feed_row CLASSES (Some (Names m)) (repeat (Text CLASS) n) = Good (Some (Names (Z.of_nat n + m))).
Proof.
  induction n as [|n IH]; intros m; cbn [repeat feeds]; [reflexivity|]. unfold feed_row at 1. change (same_bytes CLASSES ROWS) with false. change (same_bytes CLASSES CLASSES) with true.
  cbn match. cbn [bind]. replace (Z.of_nat (S n) + m) with (Z.of_nat n + (1 + m)) by lia. apply IH.
Qed.

Lemma all_classes_fed n : 0 <= n -> exists c, feeds feed_row CLASSES None (repeat (Text CLASS) (Z.to_nat n)) = Good c /\
  match c with Some (Names m) => m = n | None => n = 0 | _ => False end.
Proof.
  intros N. destruct (Z.to_nat n) as [|k] eqn:K.
  - exists None. split; [reflexivity | lia].
  - exists (Some (Names (Z.of_nat k + 1))). split; [|lia]. cbn [repeat feeds]. unfold feed_row at 1. change (same_bytes CLASSES ROWS) with false.
    change (same_bytes CLASSES CLASSES) with true. cbn match. cbn [bind]. apply classes_fed.
Qed.

Lemma dataset_printable d : readable d -> printable_file (dataset_value d).
Proof.
  intros (_ & _ & F & I & O & _ & N). split; [discriminate|]. cbn [printable]. split; [|split].
  - assert (P : forall s, forallb (fun b => match Grammar.character_of b with Grammar.Plain => true | _ => false end) (bytes_in s) = true ->
      Z.of_nat (List.length (bytes_in s)) <=? MAX_TEXT = true -> plain s).
    { intros s A B. split; [|apply Z.leb_le, B]. rewrite forallb_forall in A. apply Forall_forall. intros b X. apply A in X. destruct (Grammar.character_of b); congruence. }
    apply Forall_cons; [split; apply P; reflexivity|]. apply Forall_cons; [split; [apply P; reflexivity | exact short_one]|].
    apply Forall_cons; [split; [apply P; reflexivity|]|apply Forall_cons; [split; [apply P; reflexivity|]|apply Forall_nil]]; cbn [snd].
    + destruct (named d) as [n|]; [|exact Logic.I]. cbn [classes_value printable]. apply Forall_forall. intros v V. apply repeat_spec in V. subst v. apply P; reflexivity.
    + cbn [printable]. rewrite Forall_map. eapply Forall_impl; [|exact F]. intros [r n] (M & x & y & E & X & Y & _). cbn [fst snd] in *. subst r. unfold row_value. cbn [fst snd].
      rewrite !point_value_integers by assumption. assert (Deep : forall l, Forall fine l -> Forall (printable 14) (map rational_value l)).
      { intros l L. rewrite Forall_map. eapply Forall_impl; [|exact L]. intros q E. exact (rational_printable q E). }
      apply Forall_cons; [exact (Deep x X)|]. apply Forall_cons; [exact (Deep y Y)|]. apply Forall_cons; [exact (count_short n M) | apply Forall_nil].
  - repeat constructor; cbn; intuition discriminate.
  - cbn. repeat constructor.
Qed.

Lemma first_of {A B} (l : list A) : forall m : list B, List.length m = List.length l -> map fst (combine l m) = l.
Proof. induction l as [|a l IH]; intros [|b m] H; try discriminate; [reflexivity|]. cbn [combine map fst]. rewrite IH; [reflexivity | injection H; auto]. Qed.

Lemma second_of {A B} (l : list A) : forall m : list B, List.length m = List.length l -> map snd (combine l m) = m.
Proof. induction l as [|a l IH]; intros [|b m] H; try discriminate; [reflexivity|]. cbn [combine map snd]. rewrite IH; [reflexivity | injection H; auto]. Qed.

Theorem dataset_printed : forall d, readable d -> dataset_of (print_dataset d) = Good d.
Proof.
  intros d R. assert (H := R). destruct H as (N & S & F & I & O & D & C).
  destruct d as [p q l times named]. cbn [rows counts Dataset.inputs Dataset.outputs Dataset.named] in *. destruct l as [|r l]; [contradiction|].
  destruct times as [|t times]; [discriminate|]. injection S as S. cbn [combine] in F.
  destruct (first_row_fed (Dataset p q (r :: l) (t :: times) named) (r, t) (combine l times) I O F) as [m M]. cbn [Dataset.inputs Dataset.outputs] in M.
  assert (S1 : map fst ((r, t) :: combine l times) = r :: l) by (cbn [map fst]; f_equal; apply first_of, S).
  assert (S2 : map snd ((r, t) :: combine l times) = t :: times) by (cbn [map snd]; f_equal; apply second_of, S).
  rewrite S1, S2 in M. set (read := Some (Read (Reading m (Some (Z.of_N p, Z.of_N q)) (rev (r :: l)) (rev (t :: times))))) in M.
  assert (T : table_of (Reading m (Some (Z.of_N p, Z.of_N q)) (rev (r :: l)) (rev (t :: times))) named = Good (Dataset p q (r :: l) (t :: times) named)).
  { unfold table_of. cbn [widths read_rows read_counts]. rewrite !rev_involutive.
    replace (match named with Some c => labels_in c 0 (r :: l) | None => Good tt end) with (Good tt) by (destruct named; [symmetry; apply C | reflexivity]).
    cbn [bind]. rewrite D, !N2Z.id. reflexivity. }
  unfold dataset_of, print_dataset. destruct named as [n|].
  - destruct C as [C0 _]. destruct (all_classes_fed n C0) as (c & E & V).
    rewrite (read_with_printed None feed_row _ [(FORMAT, Whole (Text DATASET)); (VERSION, Whole (Number 1)); (CLASSES, Fed c); (ROWS, Fed read)] (dataset_printable _ R)).
    + cbn [bind]. destruct c as [[k|]|]; [| contradiction |]; subst n; exact T.
    + apply Forall2_cons; [split; reflexivity|]. apply Forall2_cons; [split; reflexivity|]. apply Forall2_cons; [split; [reflexivity|]; exists c; auto|].
      apply Forall2_cons; [split; [reflexivity|]; exists read; auto | apply Forall2_nil].
  - rewrite (read_with_printed None feed_row _ [(FORMAT, Whole (Text DATASET)); (VERSION, Whole (Number 1)); (CLASSES, Whole Null); (ROWS, Fed read)] (dataset_printable _ R)).
    + exact T.
    + apply Forall2_cons; [split; reflexivity|]. apply Forall2_cons; [split; reflexivity|]. apply Forall2_cons; [split; [reflexivity|]; reflexivity|].
      apply Forall2_cons; [split; [reflexivity|]; exists read; auto | apply Forall2_nil].
Qed.

(** * Whatever is read is readable *)

Definition rows_like (p q : Z) (l : zdata) : Prop :=
  Forall (fun r => exists x y, r = (integers x, integers y) /\ Forall fine x /\ Forall fine y /\ width x = p /\ width y = q) l.

Definition reading_like (r : reading) : Prop := are_counts (read_rows r) (read_counts r) /\
  match widths r with
  | None => read_rows r = []
  | Some (p, q) => (1 <= p <= MAX_WIDTH) /\ (1 <= q <= MAX_WIDTH) /\ read_rows r <> [] /\ rows_like p q (read_rows r)
  end.

Lemma row_like w v x y n : row_of w v = Good (x, y, n) -> 1 <= n <= MAX_COUNT /\ Forall fine x /\ Forall fine y /\
  match w with Some (p, q) => width x = p /\ width y = q | None => (1 <= width x <= MAX_WIDTH) /\ (1 <= width y <= MAX_WIDTH) end.
Proof.
  unfold row_of. destruct v as [| | | | l |]; try discriminate. destruct l as [|a [|b [|c [|e l]]]]; try discriminate.
  destruct (integer _ _ _ _) as [m|] eqn:M; [|discriminate]. cbn [bind]. destruct (point_of "the point" _ a) as [x'|] eqn:X; [|discriminate]. cbn [bind].
  destruct (point_of "the label" _ b) as [y'|] eqn:Y; [|discriminate]. cbn [bind]. intros [= -> -> ->].
  split; [exact (integer_range _ _ _ _ _ M)|]. apply point_fine in X, Y. destruct X as [X P], Y as [Y Q]. repeat split; auto. destruct w as [[p q]|]; cbn [option_map fst snd fits_width] in P, Q; auto.
Qed.

Lemma add_row_like r v r' : reading_like r -> add_row r v = Good r' -> reading_like r'.
Proof.
  intros [[C1 C2] F] E. unfold add_row in E. destruct (row_of (widths r) v) as [[[x y] n]|[k pl w]] eqn:R; [|discriminate]. cbn [bind within] in E. injection E as <-.
  apply row_like in R. destruct R as (M & X & Y & W). unfold reading_like in *. cbn [widths read_rows read_counts].
  split; [split; [cbn [List.length]; congruence | constructor; assumption]|]. destruct (widths r) as [[p q]|].
  - destruct F as (P & Q & _ & F), W as [W V]. repeat split; try apply P; try apply Q; [discriminate|]. constructor; [|exact F]. exists x, y. auto.
  - destruct W as [W V]. repeat split; try apply W; try apply V; [discriminate|]. rewrite F. constructor; [|constructor]. exists x, y. auto.
Qed.

Definition column_like (c : option column) : Prop :=
  match c with
  | Some (Read r) => reading_like r
  | Some (Names n) => 0 <= n
  | None => True
  end.

Lemma feed_row_like key c v c' : column_like c -> feed_row key c v = Good c' -> column_like c'.
Proof.
  intros F E. unfold feed_row in E. destruct (same_bytes key ROWS).
  - destruct (add_row _ v) as [r|] eqn:A; [|discriminate]. cbn [bind] in E. injection E as <-. cbn [column_like].
    eapply add_row_like; [|exact A]. destruct c as [[n|r0]|]; [| exact F |]; (split; [split; constructor | reflexivity]).
  - destruct (same_bytes key CLASSES); [|discriminate]. destruct v; try discriminate.
    assert (K : 0 <= 1 + match c with Some (Names n) => n | _ => 0 end) by (destruct c as [[n|r0]|]; unfold column_like in F; lia).
    injection E as <-. exact K.
Qed.

Theorem dataset_readable : forall s d, dataset_of s = Good d -> readable d.
Proof.
  intros s d E. unfold dataset_of in E. destruct (read_with None feed_row s) as [fields|] eqn:R; [|discriminate].
  assert (F := columns_keep column_like s fields I feed_row_like R).
  cbn [bind] in E. unfold dataset_fields in E. destruct (is_document _ _ _); [|discriminate]. cbn [bind] in E.
  destruct (has_fields _ _); [|discriminate]. cbn [bind] in E. destruct (rows_of fields) as [r|] eqn:O; [|discriminate]. cbn [bind] in E.
  destruct (classes_of fields) as [classes|] eqn:C; [|discriminate]. cbn [bind] in E.
  assert (RL : reading_like r).
  { unfold rows_of in O. destruct (find ROWS fields) as [f|] eqn:K; [|discriminate]. apply (holds_of _ _ _ _ F) in K. destruct f as [v|[[n|r0]|]]; try discriminate. injection O as <-. exact K. }
  assert (CL : match classes with Some n => 0 <= n | None => True end).
  { unfold classes_of in C. destruct (find CLASSES fields) as [f|] eqn:K; [|discriminate]. apply (holds_of _ _ _ _ F) in K.
    destruct f as [v|[[n|r0]|]]; try discriminate; [destruct v; try discriminate; injection C as <-; exact I | injection C as <-; exact K | injection C as <-; lia]. }
  clear F R C O. unfold table_of in E. destruct RL as [[C1 C2] RL]. destruct (widths r) as [[p q]|]; [|discriminate]. destruct RL as (P & Q & N & L).
  destruct (match classes with Some c => labels_in c 0 (rev (read_rows r)) | None => Good tt end) as [[]|] eqn:B; [|discriminate]. cbn [bind] in E.
  destruct (distinct_points _) eqn:D; [|discriminate]. injection E as <-. unfold readable. cbn [rows counts inputs outputs named]. rewrite !Z2N.id by lia. repeat split; try lia.
  - intros E. apply N. rewrite <- (rev_involutive (read_rows r)), E. reflexivity.
  - rewrite !rev_length. exact C1.
  - apply Forall_forall. intros [row n] J. split.
    + apply in_combine_r, in_rev in J. rewrite Forall_forall in C2. apply C2, J.
    + apply in_combine_l, in_rev in J. unfold rows_like in L. rewrite Forall_forall in L. destruct (L _ J) as (x & y & -> & X & Y & W & V).
      exists x, y. unfold width_fits. cbn [inputs outputs]. rewrite !Z2N.id by lia. auto.
  - exact D.
  - destruct classes as [c|]; [|exact I]. auto.
Qed.

(** What was read from any file is read again from its printed text. *)
Theorem dataset_printed_again : forall s d, dataset_of s = Good d -> dataset_of (print_dataset d) = Good d.
Proof. intros s d E. eapply dataset_printed, dataset_readable, E. Qed.
