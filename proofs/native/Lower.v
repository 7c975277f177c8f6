(** Lower bounds: the steps of a certificate as the checkers of proofs/Needed.v and proofs/Depth.v read them, with what those
    are told beside: rows that bend, and rows by their labels. What is found wrong here proves nothing wrong. *)

From Coq Require Import String NArith ZArith QArith List Bool Lia Orders Mergesort FMapPositive.
From Memocert Require Import Model Checker Engine Shallow.
From Memocert Require Unfit Needed Depth Reach Sides.
From Memocert Require Import native.Bytes native.Document native.Costs native.Network native.Dataset native.Claim native.Meaning native.Hinted.
From Memocert Require Import native.Demand native.Prices native.Points native.Regions.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.

(** * Order *)

(** Whether the first number that differs is smaller, or none does. *)
Fixpoint in_order (x y : vec) : bool :=
  match x, y with
  | [], _ => true
  | _, [] => false
  | a :: x', b :: y' => if Qle_bool a b then if Qle_bool b a then in_order x' y' else true else false
  end.

Module Keyed <: TotalLeBool'.
  Definition t : Type := vec * positive.
  Definition leb (a b : t) : bool := in_order (fst a) (fst b).
  Infix "<=?" := leb (at level 70, no associativity).
  Theorem leb_total : forall a b, leb a b = true \/ leb b a = true.
  Proof.
    intros [x i] [y j]. unfold leb. cbn [fst]. clear i j. revert y.
    induction x as [|a x IH]; intros [|b y]; cbn [in_order]; auto.
    assert (T : Qle_bool a b = true \/ Qle_bool b a = true).
    { destruct (Qlt_le_dec a b) as [L|L]; [left; apply Qle_bool_iff, Qlt_le_weak, L | right; apply Qle_bool_iff, L]. }
    destruct (Qle_bool a b), (Qle_bool b a); auto.
  Qed.
End Keyed.

Module Sorting := Sort Keyed.

Module Ranked <: TotalLeBool'.
  Definition t : Type := Z * positive.
  Definition leb (a b : t) : bool := fst a <=? fst b.
  Infix "<=?" := leb (at level 70, no associativity).
  Theorem leb_total : forall a b, leb a b = true \/ leb b a = true.
  Proof. intros a b. unfold leb. destruct (Z.leb_spec (fst a) (fst b)); [auto | right; apply Z.leb_le; lia]. Qed.
End Ranked.

Module Ranking := Sort Ranked.

(** Rows with their numbers, from 1, the last one first. *)
Definition counted_rows {A} (key : row -> A) (rows : list row) : list (A * positive) :=
  fst (fold_left (fun found r => ((key r, snd found) :: fst found, Pos.succ (snd found))) rows ([], 1%positive)).

(** * Labels *)

(** The place of each row's label among the different ones, in their order. *)
Definition ranks_of (rows : list row) : PositiveMap.t Z :=
  let sorted := Sorting.sort (counted_rows (fun r => rationals (snd r)) rows) in
  snd (fold_left (fun (found : (option vec * Z) * PositiveMap.t Z) (a : vec * positive) =>
    let '((last, rank), ranks) := found in
    let rank := match last with
                | Some x => if in_order (fst a) x then rank else rank + 1
                | None => rank
                end in
    ((Some (fst a), rank), PositiveMap.add (snd a) rank ranks)) sorted ((None, 0), PositiveMap.empty Z)).

(** Rows with the ranks of their labels; none if a row is not there. *)
Fixpoint ranked (ranks : PositiveMap.t Z) (l : list Z) (found : list (Z * positive)) : option (list (Z * positive)) :=
  match l with
  | [] => Some (rev' found)
  | i :: l' =>
      if i <? 0 then None
      else let k := Z.to_pos (i + 1) in
           match PositiveMap.find k ranks with Some r => ranked ranks l' ((r, k) :: found) | None => None end
  end.

(** Rows by their labels, which come in order. *)
Fixpoint grouped (l : list (Z * positive)) (rank : Z) (group : list positive) (groups : list (list positive)) : list (list positive) :=
  match l with
  | [] => rev' (match group with [] => groups | _ => rev' group :: groups end)
  | (r, k) :: l' =>
      if r =? rank then grouped l' rank (k :: group) groups
      else grouped l' r [k] (match group with [] => groups | _ => rev' group :: groups end)
  end.

Definition groups_of (ranks : PositiveMap.t Z) (l : list Z) : option (list (list positive)) :=
  match ranked ranks l [] with
  | Some found => Some (grouped (Ranking.sort found) (-1) [] [])
  | None => None
  end.

Definition firsts_and_rest (groups : list (list positive)) : list positive * list positive :=
  (flat_map (fun g => match g with k :: _ => [k] | [] => [] end) groups, flat_map (@tl positive) groups).

(** * Comparisons needed *)

(** Rows in threes, in the order of their points, which no affine map takes: the first two of a piece, and the first of the
    next; for single values the first of a piece, twice. *)
Fixpoint bends_after (constant : bool) (q : nat) (one two : option (positive * (vec * vec))) (l : list (positive * (vec * vec)))
  (found : list positive) : list positive :=
  match l with
  | [] => rev' found
  | r :: rest =>
      match one, two with
      | Some a, Some b =>
          if Needed.bent constant q (snd a) (snd b) (snd r)
          then bends_after constant q (Some r) (if constant then Some r else None) rest (fst r :: fst b :: fst a :: found)
          else bends_after constant q one two rest found
      | Some _, None => bends_after constant q one (Some r) rest found
      | None, _ => bends_after constant q (Some r) (if constant then Some r else None) rest found
      end
  end.

Definition bends_of (constant : bool) (q : nat) (rows : list row) : list positive :=
  let known := numbered (rational_data rows) 1 (PositiveMap.empty _) in
  let ordered := Sorting.sort (counted_rows point rows) in
  let with_rows := fold_left (fun l (a : vec * positive) =>
    match PositiveMap.find (snd a) known with Some r => (snd a, r) :: l | None => l end) ordered [] in
  bends_after constant q None None (rev' with_rows) [].

Inductive need_name := Pieces | Counting | Uninterpolating | Dividing | Every | Multiplying | Labelled | Parting | Casing.

Definition need_names : list (bytes * need_name) := Eval vm_compute in
  [(text "every", Every); (text "uninterpolable", Uninterpolating); (text "count", Counting); (text "dichotomies", Dividing); (text "pieces", Pieces);
   (text "powers", Multiplying); (text "labels", Labelled); (text "apart", Parting); (text "cases", Casing)].

(** Of more doublings than this no certificate has use: there would be as many factors. *)
Definition MOST_DOUBLINGS : Z := 30.

(** A step that shows nothing. *)
Definition no_step : Needed.step := Needed.Every 0 0 [].

Definition set_of (s : Z) (made : N -> Needed.step) : Needed.step := if s <? 0 then no_step else made (Z.to_N s).

(** Numbers of steps before, from 1. *)
Fixpoint step_numbers (l : list Z) : option (list positive) :=
  match l with
  | [] => Some []
  | k :: l' => if k <? 0 then None else match step_numbers l' with Some ks => Some (Z.to_pos (k + 1) :: ks) | None => None end
  end.

(** 2^c is less than so many rows; it is not worked out for a greater c. *)
Definition few_enough (c : Z) (size : nat) : bool := (0 <? c) && (c <? MOST_DOUBLINGS) && (2 ^ c <? Z.of_nat size).

(** The hints after a step, and the steps after those: a step goes in front. *)
Definition need_step (d : dataset) (ranks : PositiveMap.t Z) (after : list hint * list Needed.step) (h : hint_text) : list hint * list Needed.step :=
  let '(hs, steps) := after in
  let stray := match hs with [] => steps | _ => no_step :: steps end in
  let width := Z.of_N (Dataset.inputs d) + 1 in
  match find (name_of h) need_names with
  | None => (match hint_of ReadsPaths width 0 h with Read r => r | _ => unread end :: hs, steps)
  | Some Dividing => ([], match numbers h with [s] => set_of s (fun s => Needed.Dichotomies s hs) | _ => no_step end :: steps)
  | Some Pieces => ([], match numbers h with [] => Needed.Bends | _ => no_step end :: stray)
  | Some Counting => ([], match numbers h with [s] => set_of s Needed.Counted | _ => no_step end :: stray)
  | Some Uninterpolating => ([], match numbers h with s :: l => set_of s (fun s => Needed.Uninterpolable s l) | _ => no_step end :: stray)
  | Some Every =>
      ([], match numbers h with
           | s :: c :: l =>
               match place_of c, step_numbers l with
               | Some c, Some used => set_of s (fun s => Needed.Every s c used)
               | _, _ => no_step
               end
           | _ => no_step
           end :: stray)
  | Some Multiplying =>
      ([], match numbers h with
           | s :: c :: l => if few_enough c (List.length l) then set_of s (fun s => Needed.Powered s (Z.to_nat c) l) else no_step
           | _ => no_step
           end :: stray)
  | Some Labelled =>
      ([], match groups_of ranks (numbers h) with
           | Some groups => let '(a, b) := firsts_and_rest groups in Needed.Labels a b
           | None => no_step
           end :: stray)
  | Some Parting =>
      ([], match numbers h with
           | s :: t :: l =>
               set_of s (fun s => set_of t (fun t =>
                 let few := List.length (Unfit.select s (rows d)) in Needed.Apart s t (firstn few l) (skipn few l)))
           | _ => no_step
           end :: stray)
  | Some Casing =>
      ([], match numbers h with
           | s :: c :: first :: turns =>
               match place_of c with Some c => set_of s (fun s => Needed.Cases s c first turns) | None => no_step end
           | _ => no_step
           end :: stray)
  end.

Definition need_steps (d : dataset) (l : list hint_text) : list Needed.step :=
  let labelled := existsb (fun h => match find (name_of h) need_names with Some Labelled => true | _ => false end) l in
  let ranks := if labelled then ranks_of (rows d) else PositiveMap.empty Z in
  let '(hs, steps) := fold_left (need_step d ranks) (rev' l) ([], []) in
  match hs with [] => steps | _ => no_step :: steps end.

(** ** What it takes *)

(** How many sets of at most so many of these rows there are, or a number beyond the limit. *)
Fixpoint sets_up_to (size : nat) (place all of_size sum : Z) : Z :=
  match size with
  | O => sum
  | S size' =>
      if STEPS <? sum then sum
      else let next := of_size * (all - place) / (place + 1) in sets_up_to size' (place + 1) all next (sum + next)
  end.

(** How many sets of so many there are, no more than half of all, or a number beyond the limit. *)
Fixpoint sets_of (size : nat) (place all found : Z) : Z :=
  match size with
  | O => found
  | S size' => if STEPS <? found then found else sets_of size' (place + 1) all (found * (all - place) / (place + 1))
  end.

(** How many products of at most so many of the numbers there are, or a number beyond the limit. *)
Definition products (width degree : Z) : Z := sets_of (Z.to_nat (Z.min width degree)) 0 (width + degree) 1.

(** How many words the numbers of a hint take; and what sums with multipliers take, and those of all products, for each. *)
Definition words_of (l : list Z) : Z := Z.of_nat (List.length l) + fold_left (fun n z => n + bits z / 64) l 1.

Definition sums_price (p q : Z) : Z := (p * p + q * q) / 2 + 1.

Definition powers_price (p q : Z) (l : list Z) : Z :=
  p * p / 8 + q * 32 * match l with
                       | _ :: c :: factors => if few_enough c (List.length factors) then products (p + 2) (2 ^ c) else 0
                       | _ => 0
                       end.

Record running := Running { spent : Z; width_now : Z; ends : Z }.

Definition need_price (rows p q : Z) (r : running) (h : hint_text) : running :=
  let size := words_of (numbers h) in
  let base := spent r + 4 + rows / 8 in
  let step := base + 60 * rows * (p + q) in  (* a step brings all rows over one denominator, some of them several times *)
  match find (name_of h) need_names with
  | Some Uninterpolating => Running (step + size * sums_price p q) (width_now r) (ends r)
  | Some Dividing => Running step (rows * (p + 1)) 0
  | Some Multiplying => Running (step + size * powers_price p q (numbers h)) (width_now r) (ends r)
  | Some Every => Running (step + ends r * size * (1 + rows / 64)) (width_now r) (ends r)
  | Some Labelled => Running (step + size * (8 * (2 + Z.log2 size) + q + rows / 32)) (width_now r) (ends r)
  | Some Parting => Running (step + rows * (1 + rows / 64) + size * (p * p / 2 + 1)) (width_now r) (ends r)
  | Some Casing => Running (step + size * (8 + rows / 8)) (width_now r) (ends r)
  | Some _ => Running step (width_now r) (ends r)
  | None =>
      Running (base + (width_now r + size) * (p + 1)) (width_now r)
        (match find (name_of h) hint_names with Some NPath => ends r + 1 | _ => ends r end)
  end.

Definition has_step (wanted : need_name -> bool) (h : hint_text) : bool :=
  match find (name_of h) need_names with Some n => wanted n | None => false end.

(** The first hint that has not the form that it must have; others than steps are read while tests run. *)
Fixpoint misshapen_from (wrong_step : hint_text -> option bool) (number width : Z) (hs : list hint_text) : option Z :=
  match hs with
  | [] => None
  | h :: rest =>
      let wrong := match wrong_step h with
                   | Some wrong => wrong
                   | None => match hint_of ReadsPaths width 0 h with Misshapen => true | _ => false end
                   end in
      if wrong then Some number else misshapen_from wrong_step (number + 1) width rest
  end.

(** *pieces* stands alone. *)
Definition wrong_need (h : hint_text) : option bool :=
  match find (name_of h) need_names, numbers h with
  | Some Pieces, _ :: _ => Some true
  | Some _, _ => Some false
  | None, _ => None
  end.

Definition needed_afforded (d : dataset) (hs : list hint_text) : result unit :=
  let size := Z.of_nat (List.length (rows d)) in
  let p := Z.of_N (Dataset.inputs d) in
  let q := Z.of_N (Dataset.outputs d) in
  let counting := existsb (has_step (fun n => match n with Counting => true | _ => false end)) hs in
  let sets := if counting then sets_up_to (Z.to_nat (Z.min (p + 2) size)) 0 size 1 1 else 0 in
  let bending := existsb (has_step (fun n => match n with Pieces => true | _ => false end)) hs in
  let! _ := allow (sets * (p + 2) * ((p + 2) * (p + 2) * (q + 1) + q * q / 2) <=? STEPS) too_long in
  let! _ := allow ((if bending then size * q * q else 0) <=? LOOKS) too_long in
  allow (spent (fold_left (need_price size p q) hs (Running 0 0 0)) <=? STEPS) too_long.

Definition check_comparisons (constant : bool) (d : dataset) (comparisons : Z) (hs : list hint_text) : result unit :=
  let! _ := needed_afforded d hs in
  let p := N.to_nat (Dataset.inputs d) in
  let q := N.to_nat (Dataset.outputs d) in
  let width := Z.of_N (Dataset.inputs d) + 1 in
  let bends := if (p =? 1)%nat && existsb (has_step (fun n => match n with Pieces => true | _ => false end)) hs
               then bends_of constant q (rows d) else [] in
  shown (Needed.check_needed constant p q (rows d) bends (Z.to_nat comparisons) (need_steps d hs)) (misshapen_from wrong_need 0 width hs).

(** * Depth needed *)

Inductive depth_name := Labelling | Siding | Ranging | Combining | Raising.

Definition depth_names : list (bytes * depth_name) := Eval vm_compute in
  [(text "ranges", Ranging); (text "sides", Siding); (text "labels", Labelling); (text "uninterpolable", Combining);
   (text "powers", Raising)].

Definition no_depth : Depth.step := Depth.Sides [].

Definition of_set (s : Z) (made : N -> Depth.step) : Depth.step := if s <? 0 then no_depth else made (Z.to_N s).

Definition depth_step (ranks : PositiveMap.t Z) (h : hint_text) : Depth.step :=
  match find (name_of h) depth_names, numbers h with
  | Some Labelling, l =>
      match groups_of ranks l with Some groups => let '(a, b) := firsts_and_rest groups in Depth.Labels a b | None => no_depth end
  | Some Siding, l => match step_numbers l with Some ks => Depth.Sides ks | None => no_depth end
  | Some Ranging, c :: m :: l =>
      match place_of c, place_of m with
      | Some c, Some m =>
          if (m <=? List.length l)%nat then
            match groups_of ranks (firstn m l), step_numbers (skipn m l) with
            | Some groups, Some ks => Depth.Ranged c groups ks
            | _, _ => no_depth
            end
          else no_depth
      | _, _ => no_depth
      end
  | Some Combining, s :: l => of_set s (fun s => Depth.Uninterpolable s l)
  | Some Raising, s :: c :: l => if few_enough c (List.length l) then of_set s (fun s => Depth.Powered s (Z.to_nat c) l) else no_depth
  | _, _ => no_depth
  end.

(** No step shows more than the rows and steps there are: 2^c is never worked out for a greater c. *)
Definition depth_price (p q size : Z) (sum : Z) (h : hint_text) : Z :=
  let n := Z.of_nat (List.length (numbers h)) in
  sum + 100 + 8 * n * (p + 1) * (2 + Z.log2 (n + 1)) +
  match find (name_of h) depth_names with
  | Some Ranging => n * n * p
  | Some Combining => size + words_of (numbers h) * sums_price p q
  | Some Raising => size + words_of (numbers h) * powers_price p q (numbers h)
  | _ => 0
  end.

Definition check_depth (constant : bool) (d : dataset) (depth : Z) (hs : list hint_text) : result unit :=
  let size := Z.of_nat (List.length (rows d)) in
  let p := Z.of_N (Dataset.inputs d) in
  let q := Z.of_N (Dataset.outputs d) in
  let! _ := allow (fold_left (depth_price p q size) hs 0 <=? STEPS) too_long in
  let ranks := if constant then ranks_of (rows d) else PositiveMap.empty Z in
  require (Depth.check_depth constant (Z.to_nat p) (Z.to_nat q) (rational_data (rows d)) (Z.to_nat depth)
             (map (depth_step ranks) hs)) not_shown.

(** * Operations needed *)

(** The numbers of the rows, from 1, in the order of their points. *)
Definition order_of (rows : list row) : list positive := map snd (Sorting.sort (counted_rows point rows)).

(** No more comparisons than halve the rows are ever needed. Rationals are not brought over one denominator: a look at a point multiplies
    four of them. *)
Definition check_least_operations (d : dataset) (operations : Z) : result unit :=
  let size := Z.of_nat (List.length (rows d)) in
  let! _ := require (operations <=? Z.log2_up size) [Say "a tree of comparisons alone needs fewer operations"] in
  let! _ := allow (size * (operations + 8) * 100 <=? STEPS) too_long in
  require (Reach.check_operations (rational_data (rows d)) (order_of (rows d)) (Z.to_nat operations)) not_shown.

Definition check_least_units (d : dataset) (units : Z) : result unit :=
  let size := Z.of_nat (List.length (rows d)) in
  let! _ := require (units <? size) [Say "a unit for each point but one is enough for the kinks"] in
  let! _ := allow (size * 1000 <=? STEPS) too_long in
  require (Sides.check_units (rational_data (rows d)) (order_of (rows d)) (Z.to_nat units)) not_shown.

(** * Soundness *)

Section One.

Variables (f : folder) (r : reference) (d : dataset).
Hypothesis D : is_dataset f r d.

Lemma points_are_there : points_fit (N.to_nat (Dataset.inputs d)) (rows d).
Proof.
  destruct D as (s & _ & E). destruct (dataset_widths _ _ E) as [A B]. split; [exact A|].
  eapply Forall_impl; [|exact B]. cbn beta. intros row [L _]. unfold point. rewrite rationals_length. exact L.
Qed.

Lemma check_comparisons_sound constant comparisons hs u : check_comparisons constant d comparisons hs = Good u ->
  holds f (ComparisonsNeeded constant r comparisons).
Proof.
  intros H. unfold check_comparisons in H. taken H A. apply shown_true in H.
  destruct constant; exists d, (N.to_nat (Dataset.inputs d)); (split; [exact D|]); (split; [exact points_are_there|]).
  - intros t F M. destruct (Needed.check_constant_sound _ _ _ _ _ _ H t F M) as (x & y & I & L). exists x, y. split; [exact I | lia].
  - intros n M. destruct (Needed.check_needed_sound _ _ _ _ _ _ H n M) as (x & y & I & L). exists x, y. split; [exact I | lia].
Qed.

Lemma check_depth_sound constant depth hs u : check_depth constant d depth hs = Good u -> holds f (DepthNeeded constant r depth).
Proof.
  intros H. unfold check_depth in H. taken H A. apply require_true in H. exists d, (N.to_nat (Dataset.inputs d)).
  split; [exact D|]. split; [exact points_are_there|]. intros n T M.
  destruct (Depth.check_depth_sound _ _ _ _ _ _ H n T M) as (x & y & I & L). exists x, y. split; [exact I | lia].
Qed.

Lemma check_least_operations_sound operations u : check_least_operations d operations = Good u -> holds f (OperationsNeeded r operations).
Proof.
  intros H. unfold check_least_operations in H. taken H A. taken H B. apply require_true in H. exists d, (N.to_nat (Dataset.inputs d)).
  split; [exact D|]. split; [exact points_are_there|]. intros n M.
  destruct (Reach.check_operations_sound _ _ _ H n M) as (x & y & I & L). exists x, y. split; [exact I | lia].
Qed.

Lemma check_least_units_sound units u : check_least_units d units = Good u -> holds f (UnitsNeeded r units).
Proof.
  intros H. unfold check_least_units in H. taken H A. taken H B. apply require_true in H. exists d, (N.to_nat (Dataset.inputs d)).
  split; [exact D|]. split; [exact points_are_there|]. intros hidden output M.
  pose proof (Sides.check_units_sound _ _ _ H hidden output M). lia.
Qed.

End One.
