(** What a claim says: docs/reference/format.md, section 4, in terms of the model. *)

From Coq Require Import NArith ZArith QArith List Bool.
From Memocert Require Import native.Bytes native.Costs native.Network native.Dataset native.Claim.
From Memocert Require Import Forms Nets Checker Bridge Near Avoids Radii Paths Shallow.
From Memocert Require Model NormalForm Counting Units Means.
Import ListNotations.
Open Scope Z_scope.

(** The files of a folder, by their names. *)
Definition folder := bytes -> option bytes.

(** A file that is read as a network, as a data set. *)
Definition is_network (f : folder) (r : reference) (n : node) : Prop := exists s, f (file r) = Some s /\ network_of s = Good n.
Definition is_dataset (f : folder) (r : reference) (d : dataset) : Prop := exists s, f (file r) = Some s /\ dataset_of s = Good d.

(** * Networks *)

Definition network (n : node) : Model.net := meaning (whole n).
Definition wide_in (n : node) : nat := N.to_nat (ins (whole n)).
Definition wide_out (n : node) : nat := N.to_nat (outs (whole n)).
Definition answer (n : node) (x : Model.vec) : Model.vec := Model.eval (network n) x.

(** It takes as many inputs, and gives as many outputs, as it says. *)
Definition in_shape (n : node) : Prop := Model.takes (wide_in n) (network n) (wide_out n).

(** Both take as many inputs, and give as many outputs. *)
Definition alike (n m : node) : Prop := in_shape n /\ in_shape m /\ wide_in m = wide_in n /\ wide_out m = wide_out n.

(** * Data *)

Definition row : Type := values_over * values_over.
Definition point (r : row) : Model.vec := rationals (fst r).

(** There is a row, and each point has as many numbers as there are inputs. *)
Definition points_fit (p : nat) (rows : list row) : Prop := rows <> [] /\ Forall (fun r => length (point r) = p) rows.

(** A label of one number, a class of 0 .. q-1. *)
Definition is_class (q : nat) (r : row) : Prop := exists k, (k < q)%nat /\ snd r = ([Z.of_nat k], 1%positive).

Definition class_of (r : row) : nat := Z.to_nat (hd 0 (fst (snd r))).

(** Labels have as many numbers as there are outputs; or there are at least two classes, as many as outputs and as names,
    and each label is one. *)
Definition labels_fit (g : goal) (q : nat) (d : dataset) : Prop :=
  match g with
  | AsGiven => Forall (fun r => length (rationals (snd r)) = q) (rows d)
  | OneHot | Greatest =>
      (2 <= q)%nat /\ match named d with Some c => c = Z.of_nat q | None => True end /\ Forall (is_class q) (rows d)
  end.

(** What is to come out for a row: a vector, or one that is greatest at a place ([Radii.right]). *)
Definition target_of (g : goal) (q : nat) (r : row) : target :=
  match g with
  | AsGiven => Label (snd r)
  | OneHot => Label (unit_vector q (class_of r))
  | Greatest => Class (class_of r)
  end.

Definition right_at (g : goal) (n : node) (r : row) (z : Model.vec) : Prop := right (target_of g (wide_out n) r) (answer n z).

(** A network, and data that are for it. *)
Definition posed (g : goal) (n : node) (d : dataset) : Prop :=
  in_shape n /\ points_fit (wide_in n) (rows d) /\ labels_fit g (wide_out n) d.

(** * Domains *)

(** No constraint speaks of more than p numbers. *)
Definition speaks_of (p : nat) (bs : list bound) : Prop := is_narrow p (region bs).

(** A point of p numbers that satisfies all constraints. *)
Definition lies_in (p : nat) (bs : list bound) (z : Model.vec) : Prop := length z = p /\ inside z (region bs).

Definition spends (m : counted) (n : node) (z : Model.vec) : Z := weighed (weights m) (Model.spent (network n) z).

(** * Claims *)

Definition holds (f : folder) (c : claim) : Prop :=
  match c with
  | AtPoints g network data => exists n d, is_network f network n /\ is_dataset f data d /\ posed g n d /\
      Forall (fun r => right_at g n r (point r)) (rows d)
  | Robustly g network data radius => exists n d, is_network f network n /\ is_dataset f data d /\ posed g n d /\
      (0 <= radius)%Q /\ Forall (fun r => forall z, within radius (point r) z -> right_at g n r z) (rows d)
  | WithRadii g network data radii => exists n d, is_network f network n /\ is_dataset f data d /\ posed g n d /\
      Forall2 (fun r radius => has_radius (right_at g n r) (point r) radius) (rows d) radii
  | Equivalent network other domain => exists n m, is_network f network n /\ is_network f other m /\ alike n m /\
      speaks_of (wide_in n) domain /\ forall z, lies_in (wide_in n) domain z -> same (answer n z) (answer m z)
  | WithinTolerance network other domain tolerance => exists n m, is_network f network n /\ is_network f other m /\ alike n m /\
      speaks_of (wide_in n) domain /\ (0 <= tolerance)%Q /\
      forall z, lies_in (wide_in n) domain z -> Near.near tolerance (answer n z) (answer m z)
  | EquivalentOnBalls network other data radius => exists n m d,
      is_network f network n /\ is_network f other m /\ is_dataset f data d /\ alike n m /\ points_fit (wide_in n) (rows d) /\
      (0 <= radius)%Q /\ Forall (fun r => forall z, within radius (point r) z -> same (answer n z) (answer m z)) (rows d)
  | SameClassOnBalls network other data radii => exists n m d,
      is_network f network n /\ is_network f other m /\ is_dataset f data d /\ alike n m /\ (2 <= wide_out n)%nat /\
      points_fit (wide_in n) (rows d) /\
      Forall2 (fun r radius => radius <> Radii.Wrong /\ exists k, wins k (answer m (point r)) /\
        has_radius (fun z => wins k (answer n z) /\ wins k (answer m z)) (point r) radius) (rows d) radii
  | OperationsAtMost network domain m most attained => exists n, is_network f network n /\ in_shape n /\
      speaks_of (wide_in n) domain /\ (forall z, lies_in (wide_in n) domain z -> spends m n z <= most) /\
      match attained with
      | Some x => lies_in (wide_in n) domain (rationals x) /\ spends m n (rationals x) = most
      | None => True
      end
  | OutputWithin network domain wanted => exists n, is_network f network n /\ in_shape n /\
      speaks_of (wide_in n) domain /\ wanted <> [] /\ speaks_of (wide_out n) wanted /\
      forall z, lies_in (wide_in n) domain z -> inside (answer n z) (region wanted)
  | Avoids network domain unsafe => exists n, is_network f network n /\ in_shape n /\
      speaks_of (wide_in n) domain /\ Forall (speaks_of (wide_in n + wide_out n)) unsafe /\
      forall z, lies_in (wide_in n) domain z -> avoids (z ++ answer n z) (map region unsafe)
  | Claim.Paths network domain count => exists n, is_network f network n /\ in_shape n /\
      speaks_of (wide_in n) domain /\ has_paths (Meaning.network n) (wide_in n) (region domain) count
  | ComparisonsNeeded true data comparisons => exists d p, is_dataset f data d /\ points_fit p (rows d) /\
      forall t, Counting.flat t -> Model.memorizes (NormalForm.network t) (rational_data (rows d)) ->
      exists x y, In (x, y) (rational_data (rows d)) /\ comparisons <= Z.of_nat (Model.comparisons (Model.spent (NormalForm.network t) x))
  | ComparisonsNeeded false data comparisons => exists d p, is_dataset f data d /\ points_fit p (rows d) /\
      forall n, Model.memorizes n (rational_data (rows d)) ->
      exists x y, In (x, y) (rational_data (rows d)) /\ comparisons <= Z.of_nat (Model.comparisons (Model.spent n x))
  | DepthNeeded constant data depth => exists d p, is_dataset f data d /\ points_fit p (rows d) /\
      forall n, axis_tree constant n -> Model.memorizes n (rational_data (rows d)) ->
      exists x y, In (x, y) (rational_data (rows d)) /\ depth <= Z.of_nat (Model.comparisons (Model.spent n x))
  | OperationsNeeded data operations => exists d p, is_dataset f data d /\ points_fit p (rows d) /\
      forall n, Model.memorizes n (rational_data (rows d)) ->
      exists x y, In (x, y) (rational_data (rows d)) /\ operations <= Z.of_nat (Model.total (Model.spent n x))
  | UnitsNeeded data units => exists d p, is_dataset f data d /\ points_fit p (rows d) /\
      forall hidden output, Model.memorizes (Units.layer hidden output) (rational_data (rows d)) -> units <= Z.of_nat (length hidden)
  | MeanNeeded axis constant data mean => exists d p, is_dataset f data d /\ points_fit p (rows d) /\
      forall n, Means.spoken_of axis constant n -> Model.memorizes n (rational_data (rows d)) ->
      (mean * inject_Z (Means.rows_counted (counts d)) <= inject_Z (Means.comparisons_made n (rational_data (rows d)) (counts d)))%Q
  end.

(** The bytes of a claim's file say this claim. *)
Definition reads_claim (s : option bytes) (c : claim) : Prop := exists t, s = Some t /\ decode_claim t = Good c.
