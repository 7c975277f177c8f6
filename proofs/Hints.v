(** Hints from integers: certificates too go to Coq as numerals. What is read wrong proves nothing wrong. *)

From Coq Require Import ZArith List.
From Memocert Require Import Numerals Forms Engine.
Import ListNotations.
Open Scope Z_scope.

(** Pairs of how many constraints are passed over, and a multiplier. *)
Fixpoint pairs (l : list Z) : multipliers :=
  match l with
  | gap :: m :: l' => (Z.to_nat gap, m) :: pairs l'
  | _ => []
  end.

(** A kind, then what the hint holds; the hint that is never used, if it is none of these. *)
Definition hint_of (l : list Z) : hint :=
  match l with
  | [1; place] => Split (Z.to_nat place)
  | 2 :: place :: m :: l' => Below (Z.to_nat place) m (pairs l')
  | 3 :: place :: m :: l' => Above (Z.to_nat place) m (pairs l')
  | 4 :: l' => Empty (pairs l')
  | [5] => Bound
  | 6 :: m :: l' => Goal m (pairs l')
  | 7 :: d :: l' => Point d l'
  | 13 :: l' => Vacuous (pairs l')
  | _ => Point 0 []
  end.

Definition hints_of (numerals : list Number.uint) : list hint := map hint_of (lists numerals).
