(** Hints of a certificate as the executions read them: docs/reference/format.md, section 5. What is read wrong here proves
    nothing wrong. *)

From Coq Require Import String NArith ZArith List Bool.
From Memocert Require Import Forms Engine.
From Memocert Require Import native.Bytes native.Document native.Claim.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.

(** A hint as a file has it: its name, and integers. *)
Record hint_text := Hint { name_of : bytes; numbers : list Z }.

Inductive hint_name :=
| NSplit | NBelow | NAbove | NEmpty | NGoal | NBound | NStructure | NVacuous | NPath | NWrong
| NBelowStar | NAboveStar | NEmptyStar | NGoalStar | NRelax | NUnit | NDivide | NOwn.

Definition hint_names : list (bytes * hint_name) := Eval vm_compute in
  [(text "goal", NGoal); (text "goal*", NGoalStar); (text "below", NBelow); (text "above", NAbove); (text "split", NSplit);
   (text "empty", NEmpty); (text "below*", NBelowStar); (text "above*", NAboveStar); (text "empty*", NEmptyStar);
   (text "relax", NRelax); (text "unit", NUnit); (text "divide", NDivide); (text "own", NOwn); (text "path", NPath);
   (text "wrong", NWrong); (text "bound", NBound); (text "structure", NStructure); (text "vacuous", NVacuous)].

(** What stands for a hint that no execution reads. *)
Definition unread : hint := Point 0 [].

(** Numbers of constraints, units, places: none is greater in a bundle that a file can hold. *)
Definition MOST_PLACES := 4194304.

Definition place_of (z : Z) : option nat := if (0 <=? z) && (z <? MOST_PLACES) then Some (Z.to_nat z) else None.

(** Numbers that increase, each with what follows it: as many as are passed over before it. *)
Fixpoint pairs_after (previous : Z) (l : list Z) : option multipliers :=
  match l with
  | i :: m :: l' =>
      if (previous <? i) && (i <? MOST_PLACES)
      then match pairs_after i l' with Some ms => Some ((Z.to_nat (i - previous - 1), m) :: ms) | None => None end
      else None
  | _ => Some []
  end.

Definition pairs_in : list Z -> option multipliers := pairs_after (-1).

(** Slopes of units, whose numbers are negative, the newest unit first; then multipliers. *)
Fixpoint slopes_after (newer : option Z) (l : list Z) : option (slopes * multipliers) :=
  match l with
  | k :: s :: l' =>
      if k <? 0 then
        let u := -1 - k in
        let gap := match newer with Some v => v - u - 1 | None => u end in
        if (0 <=? gap) && (u <? MOST_PLACES)
        then match slopes_after (Some u) l' with Some (ss, ms) => Some ((Z.to_nat gap, s) :: ss, ms) | None => None end
        else None
      else match pairs_in l with Some ms => Some ([], ms) | None => None end
  | _ => Some ([], [])
  end.

Definition starred (l : list Z) : option evidence :=
  match slopes_after None l with Some (ss, ms) => Some (ByBounds ss ms) | None => None end.

Definition plain (l : list Z) : option evidence :=
  match pairs_in l with Some ms => Some (Exactly ms) | None => None end.

(** Factors of units before those of inputs; the variables of units come behind the p inputs, and their factors behind. *)
Fixpoint factors_after (p previous : Z) (l units : list Z) : option (list Z) :=
  match l with
  | k :: n :: l' =>
      if (previous <? k) && (k <? p) && negb (n =? 0)
      then if k <? 0 then factors_after p k l' (p - 1 - k :: n :: units)
           else match factors_after p k l' units with Some rest => Some (k :: n :: rest) | None => None end
      else None
  | _ => Some units
  end.

(** There are no more than [most] units. *)
Definition divider (p most c : Z) (l : list Z) : option form :=
  match l with
  | [] => None
  | _ => match factors_after p (- 1 - most) l [] with
         | Some terms => match pairs_in terms with Some ts => Some (sparse c ts) | None => None end
         | None => None
         end
  end.

Fixpoint even (l : list Z) : bool :=
  match l with
  | [] => true
  | [_] => false
  | _ :: _ :: l' => even l'
  end.

Fixpoint places_after (previous : Z) (l : list Z) : option (list nat) :=
  match l with
  | [] => Some []
  | i :: l' =>
      if (previous <? i) && (i <? MOST_PLACES)
      then match places_after i l' with Some ps => Some (Z.to_nat i :: ps) | None => None end
      else None
  end.

(** What kinds of claims read beside the hints that all of them read. *)
Inductive reading := ReadsEnds | ReadsWrong | ReadsPaths | ReadsCosts.

(** Whether a hint of this name is read anywhere there. *)
Definition may_read (how : reading) (name : hint_name) : bool :=
  match name, how with
  | (NGoal | NGoalStar), (ReadsEnds | ReadsWrong) | (NBound | NStructure), ReadsCosts | NPath, ReadsPaths | NWrong, ReadsWrong => true
  | (NGoal | NGoalStar | NBound | NStructure | NPath | NWrong), _ | (NRelax | NUnit | NDivide | NOwn), ReadsPaths => false
  | _, _ => true
  end.

(** A hint; or one that is not read; or none, if it has not the form that it must have when it is read. *)
Inductive outcome := Read (h : hint) | Unread | Misshapen.

Definition read_if {A} (found : option A) (made : A -> hint) : outcome :=
  match found with Some a => Read (made a) | None => Unread end.

Definition with_pairs {A} (l : list Z) (found : option A) (made : A -> hint) : outcome :=
  if even l then read_if found made else Misshapen.

Definition at_place {A} (place : Z) (l : list Z) (found : option A) (made : nat -> A -> hint) : outcome :=
  if even l then
    match place_of place, found with Some i, Some a => Read (made i a) | _, _ => Unread end
  else Misshapen.

Definition hint_of (how : reading) (p units : Z) (h : hint_text) : outcome :=
  match find (name_of h) hint_names with
  | None => Unread
  | Some name =>
      if negb (may_read how name) then Unread
      else match name, numbers h with
      | NSplit, [place] => read_if (place_of place) Split
      | NBelow, place :: m :: l => at_place place l (plain l) (fun i e => Below i m e)
      | NAbove, place :: m :: l => at_place place l (plain l) (fun i e => Above i m e)
      | NBelowStar, place :: m :: l => at_place place l (starred l) (fun i e => Below i m e)
      | NAboveStar, place :: m :: l => at_place place l (starred l) (fun i e => Above i m e)
      | NEmpty, l => with_pairs l (plain l) Empty
      | NEmptyStar, l => with_pairs l (starred l) Empty
      | NGoal, m :: l => with_pairs l (plain l) (Goal m)
      | NGoalStar, m :: l => with_pairs l (starred l) (Goal m)
      | NVacuous, l => with_pairs l (pairs_in l) Vacuous
      | NBound, [] => Read Engine.Bound
      | NStructure, [] => Unread
      | NPath, d :: l =>
          if (1 <=? d) && (Z.of_nat (List.length l) =? p) then Read (Point d l) else Misshapen
      | NWrong, d :: l =>
          let size := Z.of_nat (List.length l) in
          if (1 <=? d) && ((size =? p) || (size =? p + p)) then Read (Point d l) else Misshapen
      | NRelax, d :: l => if 1 <=? d then read_if (places_after (-1) l) (Relax d) else Misshapen
      | NUnit, [j] => read_if (place_of j) (fun i => Move (AtUnit i))
      | NDivide, c :: l => if even l && negb (match l with [] => true | _ => false end)
                           then read_if (divider p units c l) (fun f => Move (Divide f)) else Misshapen
      | NOwn, [] => Read (Move OwnAll)
      | NOwn, [j] => read_if (place_of j) (fun i => Move (OwnOne i))
      | NOwn, j :: m :: l => at_place j l (slopes_after None l) (fun i e => Move (OwnBound i m (fst e) (snd e)))
      | _, _ => Misshapen
      end
  end.

(** All hints, and the number of the first one that has not its form. *)
Fixpoint hints_of (how : reading) (p units number : Z) (l : list hint_text) (found : list hint) (first : option Z) : list hint * option Z :=
  match l with
  | [] => (rev' found, first)
  | h :: rest =>
      match hint_of how p units h with
      | Read r => hints_of how p units (number + 1) rest (r :: found) first
      | Unread => hints_of how p units (number + 1) rest (unread :: found) first
      | Misshapen => hints_of how p units (number + 1) rest (unread :: found) (match first with Some _ => first | None => Some number end)
      end
  end.

(** Whether the first hint, of a claim whose domain has constraints, is that these contradict each other. *)
Definition says_vacuous (domain : list bound) (l : list hint_text) : bool :=
  match domain, l with
  | _ :: _, h :: _ => match find (name_of h) hint_names with Some NVacuous => true | _ => false end
  | _, _ => false
  end.

Definition says_structure (l : list hint_text) : bool :=
  match l with
  | [h] => match find (name_of h) hint_names, numbers h with Some NStructure, [] => true | _, _ => false end
  | _ => false
  end.
