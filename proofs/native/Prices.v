(** What would run too long is refused before it runs: towers of doublings, more ends than can be looked at, forms in more
    variables than there is room for. Nothing is proved of it, for it can only refuse. How long numbers grow is counted where
    they are multiplied, below what is proved. *)

From Coq Require Import String NArith ZArith QArith List Bool.
From Memocert Require Import native.Bytes native.Document native.Costs native.Network native.Claim native.Hinted native.Demand.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.

(** Steps, of a few nanoseconds each; looks at something far away in memory; and pairs of variables. *)
Definition STEPS := 6000000000.
Definition LOOKS := 1000000000.
Definition PAIRS := 44739242.

Definition bits (z : Z) : Z := Z.log2 (Z.abs z).

Definition too_long := [Say "checking may take more steps than the limit"].
Definition too_many := [Say "checking holds more numbers than the limit"].

Definition all_of (cost : node -> Z) (nodes : list node) : Z := fold_left (fun sum n => sum + cost n) nodes 0.

(** Runs of networks side by side at so many points. *)
Definition runs_afforded (nodes : list node) (runs : Z) : result unit := allow (runs * all_of work nodes <=? STEPS) too_long.

(** What hints ask for: sides of splits, runs at points, ways that another point follows, structural maxima, units, forms,
    places of a layer, and all of their numbers. *)
Record tally := Tally { splits : Z; points : Z; followed : Z; bounds : Z; relaxes : Z; dividers : Z; places : Z; amount : Z }.

Definition tallied (p : Z) (t : tally) (h : hint_text) : tally :=
  let size := fold_left (fun n z => n + 1 + bits z / 64) (numbers h) (amount t) in
  let another := if p + 1 <? Z.of_nat (List.length (numbers h)) then 1 else 0 in
  let with_one s a b r d q := Tally (splits t + s) (points t + a) (followed t) (bounds t + b) (relaxes t + r) (dividers t + d) (places t + q) size in
  match find (name_of h) hint_names with
  | Some NSplit => with_one 1 0 0 0 0 1
  | Some NUnit => with_one 1 0 0 0 0 0
  | Some NDivide => with_one 1 0 0 0 1 0
  | Some NPath => with_one 0 1 0 0 0 0
  | Some NWrong => Tally (splits t) (points t + 1) (followed t + another) (bounds t) (relaxes t) (dividers t) (places t) size
  | Some NBound => with_one 0 0 1 0 0 0
  | Some NRelax => with_one 0 0 0 1 0 0
  | Some NBelow | Some NAbove | Some NBelowStar | Some NAboveStar => with_one 0 0 0 0 0 1
  | _ => with_one 0 0 0 0 0 0
  end.

Definition tally_of (p : Z) (l : list hint_text) : tally := fold_left (tallied p) l (Tally 0 0 0 0 0 0 0 0).

(** So many executions of networks side by side on regions, and runs at points, with these hints. Each split leads to one
    more end, a hint of a structural maximum walks over both sides of every gate, one that names a place of a layer may
    walk over the layer, and so may each place of a layer that follows another point. At each end so many cells of what is
    wanted are looked at, and of balls what is wanted is written out in so many outputs. *)
Definition regions_afforded (nodes : list node) (p cells values regions runs : Z) (l : list hint_text) : result unit :=
  let t := tally_of p l in
  let each_run := all_of work nodes in
  let most_units := all_of (most Comparisons) nodes in
  let units := if relaxes t =? 0 then 0 else most_units in
  let width := 1 + p + units in
  let layer := all_of widest nodes in
  let executions := if regions =? 0 then 0 else regions + splits t in
  let! _ := allow ((executions * (1 + width / 16) + runs + points t) * each_run <=? 10 * STEPS) too_long in
  let! _ := allow ((executions + runs + points t) * each_run <=? 2 * LOOKS) too_long in
  let! _ := allow (bounds t * all_of Costs.size nodes <=? LOOKS) too_long in
  let! _ := allow ((places t + followed t * layer) * most_units <=? LOOKS) too_long in
  let! _ := allow (regions * width * width / 8 <=? STEPS) too_long in
  let! _ := allow (executions * values * values <=? LOOKS) too_long in
  let! _ := allow (executions * cells <=? 2 * LOOKS) too_long in
  let! _ := allow (amount t * width <=? STEPS) too_long in
  let! _ := allow (dividers t * (p + most_units) <=? STEPS) too_long in
  let! _ := allow (relaxes t * units * width <=? 40 * STEPS) too_long in
  allow (if regions =? 0 then true else (2 * width * width <=? PAIRS) && (values * values <=? PAIRS)) too_many.
