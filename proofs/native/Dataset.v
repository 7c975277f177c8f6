(** The data set in a file, as docs/reference/format.md, section 3, has it. *)

From Coq Require Import String NArith ZArith QArith List Bool Lia.
From Memocert Require Import Checker.
From Memocert Require Import native.Bytes native.Json native.Reader native.Spelled native.Document native.Rows native.Distinct.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.
Open Scope list_scope.

(** Points with labels, each in integers over a denominator; how many numbers each of them has; how often each row stood in the
    data; how many classes are named, if they are. *)
Record dataset := Dataset { inputs : N; outputs : N; rows : zdata; counts : list Z; named : option Z }.

(** The rows so far, the last one first, how many numbers a point and a label have, and how often the rows stood in the data. *)
Record reading := Reading { count : Z; widths : option (Z * Z); read_rows : zdata; read_counts : list Z }.

Definition no_rows := Reading 0 None [] [].

Definition MAX_COUNT := 1000000000000000000.

Definition row_of (widths : option (Z * Z)) (v : json) : result (list Q * list Q * Z) :=
  match v with
  | List [point; label; times] =>
      let! n := integer "the count" 1 MAX_COUNT times in
      let! x := point_of "the point" (option_map fst widths) point in
      let! y := point_of "the label" (option_map snd widths) label in
      Good (x, y, n)
  | List l => malformed [Say "a row must have 3 entries, not "; Count (Z.of_nat (List.length l))]
  | _ => malformed (Say "a row must be a list, not " :: described v)
  end.

Definition width (l : list Q) : Z := Z.of_nat (List.length l).

Definition add_row (r : reading) (v : json) : result reading :=
  within [Say "row "; Count (count r); Say ": "]
    (let! row := row_of (widths r) v in
     let '(x, y, n) := row in
     let w := match widths r with Some w => w | None => (width x, width y) end in
     Good (Reading (count r + 1) (Some w) ((integers x, integers y) :: read_rows r) (n :: read_counts r))).

Definition DATASET := Eval vm_compute in text "memocert dataset".
Definition CLASSES := Eval vm_compute in text "classes".
Definition ROWS := Eval vm_compute in text "rows".

(** The names of classes are counted, rows are kept. *)
Inductive column := Names (n : Z) | Read (r : reading).

Definition is_rows (key : bytes) : bool := same_bytes key ROWS.

(** Nothing is known of a list before its first element. *)
Definition feed_row (key : bytes) (c : option column) (v : json) : result (option column) :=
  if same_bytes key ROWS then
    let! r := add_row (match c with Some (Read r) => r | _ => no_rows end) v in Good (Some (Read r))
  else if same_bytes key CLASSES then
    match v with
    | Text _ => Good (Some (Names (1 + match c with Some (Names n) => n | _ => 0 end)))
    | _ => malformed [Say "classes must be names"]
    end
  else malformed (Say "the file has the unknown key " :: quoted key).

(** The label is one number, a class. *)
Definition is_class (classes : Z) (y : values_over) : bool :=
  match y with
  | ([k], xH) => (0 <=? k) && (k <? classes)
  | _ => false
  end.

Fixpoint labels_in (classes number : Z) (l : zdata) : result unit :=
  match l with
  | [] => Good tt
  | (_, y) :: rest =>
      if is_class classes y then labels_in classes (number + 1) rest
      else malformed [Say "row "; Count number; Say ": the label is not one of the classes 0.."; Count (classes - 1)]
  end.

Definition classes_of (fields : list (bytes * field (option column))) : result (option Z) :=
  match find CLASSES fields with
  | Some (Whole Null) => Good None
  | Some (Fed (Some (Names n))) => Good (Some n)
  | Some (Fed None) => Good (Some 0)
  | Some f => malformed (Say "classes must be a list, not " :: spoken f)
  | None => malformed (Say "the file lacks the key " :: quoted CLASSES)
  end.

Definition rows_of (fields : list (bytes * field (option column))) : result reading :=
  match find ROWS fields with
  | Some (Fed (Some (Read r))) => Good r
  | Some (Fed None) => malformed [Say "rows must have at least one entry"]
  | Some f => malformed (Say "rows must be a list, not " :: spoken f)
  | None => malformed (Say "the file lacks the key " :: quoted ROWS)
  end.

Definition table_of (r : reading) (classes : option Z) : result dataset :=
  match widths r with
  | None => malformed [Say "rows must have at least one entry"]
  | Some (p, q) =>
      let l := rev (read_rows r) in
      let! _ := match classes with Some c => labels_in c 0 l | None => Good tt end in
      if distinct_points l then Good (Dataset (Z.to_N p) (Z.to_N q) l (rev (read_counts r)) classes)
      else malformed [Say "a point stands in two rows"]
  end.

Definition dataset_fields (fields : list (bytes * field (option column))) : result dataset :=
  let! _ := is_document DATASET 1 fields in
  let! _ := has_fields [CLASSES; ROWS] fields in
  let! r := rows_of fields in
  let! classes := classes_of fields in
  table_of r classes.

Definition dataset_of (s : bytes) : result dataset :=
  let! fields := read_with None feed_row s in dataset_fields fields.

(** * What a data set is *)

Definition of_widths (p q : nat) (l : zdata) : Prop :=
  Forall (fun row => length (fst (fst row)) = p /\ length (fst (snd row)) = q) l.

(** How often rows can stand in the data. *)
Definition are_counts (rows : zdata) (l : list Z) : Prop := length l = length rows /\ Forall (fun n => 1 <= n <= MAX_COUNT) l.

(** There is a row; all points have equally many numbers, and all labels; no two points are equal; each stood in the data; and
    labels are classes if classes are named. *)
Definition is_dataset (d : dataset) : Prop :=
  rows d <> [] /\ of_widths (N.to_nat (inputs d)) (N.to_nat (outputs d)) (rows d) /\
  NoDup (map fst (rows d)) /\ are_counts (rows d) (counts d) /\
  match named d with
  | Some c => Forall (fun row => exists k, snd row = ([k], 1%positive) /\ 0 <= k < c) (rows d)
  | None => True
  end.

(** What is known of rows while they are read. *)
Definition fine_reading (r : reading) : Prop :=
  are_counts (read_rows r) (read_counts r) /\
  match widths r with
  | None => read_rows r = []
  | Some (p, q) => read_rows r <> [] /\ of_widths (Z.to_nat p) (Z.to_nat q) (read_rows r)
  end.

Lemma rationals_from_length name l : forall read qs, rationals_from read name l = Good qs -> length qs = (length read + length l)%nat.
Proof.
  induction l as [|v l IH]; intros read qs E; cbn [rationals_from] in E.
  - injection E as <-. rewrite rev_length. cbn. lia.
  - destruct (rational name v) as [q|]; [|discriminate]. cbn [bind] in E. apply IH in E. rewrite E. cbn [length]. lia.
Qed.

Lemma point_width name w v x : point_of name w v = Good x -> forall n, w = Some n -> length x = Z.to_nat n.
Proof.
  unfold point_of. destruct (entries name v) as [l|]; [|discriminate]. cbn [bind]. intros E n ->.
  destruct (Z.eqb_spec (Z.of_nat (length l)) n) as [L|]; [|discriminate].
  apply rationals_from_length in E. cbn [length] in E. lia.
Qed.

Lemma integer_range name least most v n : integer name least most v = Good n -> least <= n <= most.
Proof.
  unfold integer. destruct v; try discriminate. destruct (_ && _)%bool eqn:B; [|discriminate]. intros [= <-].
  apply andb_prop in B. lia.
Qed.

Lemma row_widths w v x y n : row_of w v = Good (x, y, n) -> 1 <= n <= MAX_COUNT /\
  forall p q, w = Some (p, q) -> length x = Z.to_nat p /\ length y = Z.to_nat q.
Proof.
  intros E. unfold row_of in E. destruct v as [| | | | l |]; try discriminate. destruct l as [|a [|b [|c [|e l]]]]; try discriminate.
  destruct (integer _ _ _ _) as [m|] eqn:M; [|discriminate]. cbn [bind] in E.
  destruct (point_of "the point" _ a) as [x'|] eqn:X; [|discriminate]. cbn [bind] in E.
  destruct (point_of "the label" _ b) as [y'|] eqn:Y; [|discriminate]. cbn [bind] in E. injection E as -> -> ->.
  split; [exact (integer_range _ _ _ _ _ M)|]. intros p q ->. cbn [option_map fst snd] in X, Y.
  split; [eapply point_width in X | eapply point_width in Y]; eauto.
Qed.

Lemma integers_length l : length (fst (integers l)) = length l.
Proof. apply map_length. Qed.

Lemma add_row_fine r v r' : fine_reading r -> add_row r v = Good r' -> fine_reading r'.
Proof.
  intros [C F] E. unfold add_row in E. destruct (row_of (widths r) v) as [[[x y] n]|[k pl w]] eqn:R; [|discriminate]. cbn [bind within] in E.
  injection E as <-. unfold fine_reading in *. cbn [widths read_rows read_counts]. destruct (row_widths _ _ _ _ _ R) as [N R'].
  split; [destruct C as [C1 C2]; split; [cbn [length]; congruence | constructor; assumption]|]. destruct (widths r) as [[p q]|].
  - destruct (R' p q eq_refl) as [X Y]. destruct F as [_ F]. split; [discriminate|].
    constructor; [|exact F]. cbn [fst snd]. rewrite !integers_length. auto.
  - split; [discriminate|]. unfold width. rewrite F. constructor; [|constructor]. cbn [fst snd]. rewrite !integers_length, !Nat2Z.id. auto.
Qed.

(** What is known of a list in the file. *)
Definition fine_column (c : option column) : Prop := match c with Some (Read r) => fine_reading r | _ => True end.

Lemma feed_row_fine key c v c' : fine_column c -> feed_row key c v = Good c' -> fine_column c'.
Proof.
  intros F E. unfold feed_row in E. destruct (same_bytes key ROWS).
  - destruct (add_row _ v) as [r|] eqn:A; [|discriminate]. cbn [bind] in E. injection E as <-. cbn [fine_column].
    eapply add_row_fine; [|exact A]. destruct c as [[n|r0]|]; [| exact F |]; (split; [split; constructor | reflexivity]).
  - destruct (same_bytes key CLASSES); [|discriminate]. destruct v; try discriminate. injection E as <-. exact I.
Qed.


Lemma labels_are_classes classes l : forall n, labels_in classes n l = Good tt ->
  Forall (fun row => exists k, snd row = ([k], 1%positive) /\ 0 <= k < classes) l.
Proof.
  induction l as [|[x y] l IH]; intros n E; constructor; cbn [labels_in] in E; destruct (is_class classes y) eqn:C; try discriminate.
  - cbn [snd]. unfold is_class in C. destruct y as [[|k [|k' ks]] [d|d|]]; try discriminate. exists k. split; [reflexivity | lia].
  - eapply IH, E.
Qed.

Lemma table_fine r classes d : fine_reading r -> table_of r classes = Good d -> is_dataset d.
Proof.
  intros [T F] E. unfold table_of in E. destruct (widths r) as [[p q]|]; [|discriminate].
  assert (L : match classes with Some c => labels_in c 0 (rev (read_rows r)) | None => Good tt end = Good tt).
  { destruct (match classes with Some c => labels_in c 0 (rev (read_rows r)) | None => Good tt end) as [[]|]; [reflexivity | discriminate]. }
  rewrite L in E. cbn [bind] in E. destruct (distinct_points _) eqn:D; [|discriminate]. injection E as <-.
  destruct F as [N W]. unfold is_dataset. cbn [rows inputs outputs counts named]. rewrite !Z_N_nat. repeat split.
  - intros E. apply N. rewrite <- (rev_involutive (read_rows r)), E. reflexivity.
  - apply Forall_rev, W.
  - apply distinct_points_right, D.
  - rewrite !rev_length. apply T.
  - apply Forall_rev, T.
  - destruct classes as [c|]; [|exact I]. eapply labels_are_classes, L.
Qed.

Definition holds_if_fed (P : option column -> Prop) (f : field (option column)) : Prop := match f with Fed c => P c | Whole _ => True end.

(** What holds of a column before it is read, and after each value that is added, holds of all that were read. *)
Lemma columns_keep (P : option column -> Prop) s fields : P None ->
  (forall key c v c', P c -> feed_row key c v = Good c' -> P c') -> read_with None feed_row s = Good fields ->
  Forall (fun kf : bytes * field (option column) => holds_if_fed P (snd kf)) fields.
Proof.
  intros Z K R. apply read_with_spells in R. destruct R as (values & _ & R).
  induction R as [|f v fields values [_ S] R IH]; [apply Forall_nil | apply Forall_cons; [|exact IH]]. destruct f as [key f], v as [key' v].
  cbn [fst snd] in *. destruct f as [w|c]; [exact I|]. destruct S as (l & _ & S).
  assert (G : forall r, (forall c, r = Good c -> P c) -> forall c, fold_left (fun r v => bind r (fun a => feed_row key a v)) l r = Good c -> P c).
  { clear - K. induction l as [|v l IH]; intros r H c E; cbn [fold_left] in E; [apply H, E|].
    eapply IH; [|exact E]. intros c' E'. destruct r as [c0|]; [|discriminate]. eapply K; [apply H; reflexivity | exact E']. }
  eapply G; [|exact S]. intros c0 [= <-]. exact Z.
Qed.

Lemma holds_of {B} (P : B -> Prop) key fields f : Forall (fun kf : bytes * B => P (snd kf)) fields -> find key fields = Some f -> P f.
Proof.
  induction 1 as [|[k g] fields G _ IH]; cbn [find]; [discriminate|]. destruct (same_bytes k key); [intros [= <-]; exact G | exact IH].
Qed.

(** What the file says is a data set. *)
Theorem dataset_right : forall s d, dataset_of s = Good d -> is_dataset d.
Proof.
  intros s d E. unfold dataset_of in E. destruct (read_with None feed_row s) as [fields|] eqn:R; [|discriminate].
  assert (F := columns_keep fine_column s fields I feed_row_fine R).
  cbn [bind] in E. unfold dataset_fields in E. destruct (is_document _ _ _); [|discriminate]. cbn [bind] in E.
  destruct (has_fields _ _); [|discriminate]. cbn [bind] in E. destruct (rows_of fields) as [r|] eqn:O; [|discriminate]. cbn [bind] in E.
  destruct (classes_of fields) as [classes|]; [|discriminate]. cbn [bind] in E. eapply table_fine; [|exact E].
  unfold rows_of in O. destruct (find ROWS fields) as [f|] eqn:K; [|discriminate].
  apply (holds_of _ _ _ _ F) in K.
  destruct f as [v|[[n|r0]|]]; try discriminate. injection O as <-. exact K.
Qed.
