(** What was shown, in words: the sentences of verify/check/rules. Nothing rests on them. *)

From Coq Require Import String NArith ZArith QArith List Bool.
From Memocert Require Import Radii.
From Memocert Require Import native.Bytes native.Costs native.Network native.Dataset native.Claim native.Hinted native.Demand native.Words.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.

Definition size_of {A} (l : list A) : Z := Z.of_nat (List.length l).

Definition rational_words (q : Q) : list piece :=
  [match Qden q with xH => Count (Qnum q) | d => Over (Qnum q) (Zpos d) end].

Definition rows_words (d : dataset) : list piece := counted_words (size_of (rows d)) "point" "points".

(** The goal of a claim about labels, of x or of z. *)
Definition goal_said (g : goal) (z : string) : list piece :=
  match g with
  | AsGiven => [Say "N("; Say z; Say ") = y"]
  | OneHot => [Say "N("; Say z; Say ") = the unit vector of class y"]
  | Greatest => [Say "output y of N("; Say z; Say ") is greater than every other"]
  end.

Definition every_row (d : dataset) : list piece := (Say "for every (x, y) of the " :: rows_words d ++ [Say " of D"])%list.

Definition every_ball (d : dataset) (r : Q) : list piece :=
  (every_row d ++ (if Qeq_bool r 0 then [Say " and z = x: "]
                   else Say " and every z with max_j |z_j - x_j| <= " :: rational_words r ++ [Say ": "]))%list.

Definition alike (a b : radius) : bool :=
  match a, b with
  | All, All | Wrong, Wrong => true
  | Closed r _, Closed s _ | Opened r _, Opened s _ => Qeq_bool r s
  | _, _ => false
  end.

Definition ball_words (radii : list radius) : list piece :=
  let one (kind : string) (r : Q) : list piece :=
    (Say "the " :: Say kind :: Say " ball of radius " :: rational_words r ++ [Say " around it"])%list in
  match radii with
  | (Closed r _ as a) :: rest => if forallb (alike a) rest then if Qeq_bool r 0 then [Say "the ball of radius 0, x itself"] else one "closed" r else [Say "the ball stated for it"]
  | (Opened r _ as a) :: rest => if forallb (alike a) rest then one "open" r else [Say "the ball stated for it"]
  | _ => [Say "the ball stated for it"]
  end.

Definition is_exact (r : radius) : bool :=
  match r with
  | All => true
  | Wrong => false
  | Closed r s | Opened r s => match s with Some s => Qeq_bool r s | None => false end
  end.

Definition how_many {A} (p : A -> bool) (l : list A) : Z := fold_left (fun n a => if p a then n + 1 else n) l 0.

Definition exact_words (radii : list radius) : list piece :=
  let n := how_many is_exact radii in
  if n =? 0 then [Say "no radius is shown to be the largest"]
  else (counted_words n "radius is" "radii are" ++ [Say " exact, and no larger radius is right"])%list.

Definition wrong_words (radii : list radius) : list piece :=
  let n := how_many (fun r => match r with Wrong => true | _ => false end) radii in
  if n =? 0 then [] else (Say " but " :: counted_words n "that is" "that are" ++ [Say " answered wrongly,"])%list.

Definition measure_words (m : counted) (n : Z) : list piece :=
  match m with
  | Additions => counted_words n "addition" "additions"
  | Multiplications => counted_words n "multiplication" "multiplications"
  | Comparisons => counted_words n "comparison" "comparisons"
  | Total => counted_words n "operation" "operations" ++ [Say " (additions, multiplications, comparisons)"]
  end%list.

(** The sentence of a claim about these networks, one beside the other, and data. *)
Definition sentence_of (c : claim) (nodes : list node) (sets : list dataset) (vacuous : bool) : list piece :=
  let width := match nodes with n :: _ => Z.of_N (Nets.ins (whole n)) | [] => 0 end in
  let domain (bs : list bound) := domain_words width bs vacuous in
  let each (said : dataset -> list piece) := match sets with d :: _ => said d | [] => [] end in
  match c with
  | AtPoints g _ _ => each every_row ++ Say ": " :: goal_said g "x"
  | Robustly g _ _ r => each (fun d => every_ball d r) ++ goal_said g "z"
  | WithRadii g _ _ radii =>
      Say "for each of the " :: each rows_words ++ Say " of D" :: wrong_words radii ++ Say " and every z of " :: ball_words radii ++
      Say ": " :: goal_said g "z" ++ Say "; " :: exact_words radii
  | Equivalent _ _ bs => Say "for every z in " :: domain bs ++ [Say ": N(z) = M(z)"]
  | WithinTolerance _ _ bs t =>
      Say "for every z in " :: domain bs ++ Say ": |N(z) - M(z)| <= " :: rational_words t ++ [Say " in every output"]
  | EquivalentOnBalls _ _ _ r => each (fun d => every_ball d r) ++ [Say "N(z) = M(z)"]
  | SameClassOnBalls _ _ _ radii =>
      Say "for each of the " :: each rows_words ++ Say " of D and every z of " :: ball_words radii ++
      Say ": N(z) and M(z) have the class of M(x), one output greater than every other; " :: exact_words radii
  | OperationsAtMost _ bs m most attained =>
      Say "for every z in " :: domain bs ++ Say ": N makes at most " :: measure_words m most ++ Say " on z" ::
      match attained with Some _ => [Say ", and some z takes that many"] | None => [] end
  | OutputWithin _ bs wanted =>
      Say "for every z in " :: domain bs ++ Say " and y = N(z): " :: outputs_words wanted
  | Avoids _ bs unsafe =>
      Say "for every z in " :: domain bs ++ Say " and y = N(z): (z, y) avoids " :: unsafe_words width unsafe
  | Paths _ bs count =>
      Say "N has exactly " :: counted_words count "feasible decision path" "feasible decision paths" ++ Say " over " :: domain bs
  | ComparisonsNeeded constant _ n =>
      Say (if constant then "every tree of gates with constant leaves" else "every network") :: Say " that memorizes D makes at least " :: counted_words n "comparison" "comparisons" ++ [Say " on some point of D"]
  | DepthNeeded constant _ n =>
      [Say "every tree of tests of single coordinates with "; Say (if constant then "constant" else "affine");
       Say " leaves that memorizes D has depth "; Count n; Say " or more"]
  | OperationsNeeded _ n =>
      Say "every network that memorizes D makes at least " :: measure_words Total n ++ [Say " on some point of D"]
  | UnitsNeeded _ n => Say "every network of one hidden layer that memorizes D has at least " :: counted_words n "ReLU" "ReLUs" ++ [Say " there"]
  | MeanNeeded axis constant _ m =>
      Say (if axis then if constant then "every tree of tests of single coordinates with constant leaves"
                        else "every tree of tests of single coordinates with affine leaves"
           else if constant then "every tree of gates with constant leaves" else "every network") ::
      Say " that memorizes D makes " :: rational_words m ++ [Say " or more comparisons in the mean over the rows of D"]
  end%list.

Fixpoint where_words (number : nat) (l : list (role * reference)) : list piece :=
  match l with
  | [] => []
  | (role, r) :: rest =>
      Say (match number with O => ", where " | _ => " and " end) ::
      Say (match role, number with Data, _ => "D is " | Network, O => "N is " | Network, _ => "M is " end) ::
      Show (file r) :: where_words (S number) rest
  end.
