(** Hints from integers: certificates too go to Coq as numerals. What is read wrong proves nothing wrong. *)

From Coq Require Import ZArith List.
From Memocert Require Import Numerals Forms Engine.
Import ListNotations.
Open Scope Z_scope.

(** Pairs of how many constraints, or units, are passed over, and a number. *)
Fixpoint pairs (l : list Z) : list (nat * Z) :=
  match l with
  | gap :: m :: l' => (Z.to_nat gap, m) :: pairs l'
  | _ => []
  end.

(** The slopes and the multipliers that stand behind the number of slopes. *)
Definition sloped (l : list Z) : slopes * multipliers :=
  match l with
  | number :: l' => let ends := Z.to_nat (2 * number) in (pairs (firstn ends l'), pairs (skipn ends l'))
  | [] => ([], [])
  end.

Definition starred (l : list Z) : evidence := let '(ss, ms) := sloped l in ByBounds ss ms.

(** A kind, then what the hint holds; the hint that is never used, if it is none of these. *)
Definition hint_of (l : list Z) : hint :=
  match l with
  | [1; place] => Split (Z.to_nat place)
  | 2 :: place :: m :: l' => Below (Z.to_nat place) m (Exactly (pairs l'))
  | 3 :: place :: m :: l' => Above (Z.to_nat place) m (Exactly (pairs l'))
  | 4 :: l' => Empty (Exactly (pairs l'))
  | [5] => Bound
  | 6 :: m :: l' => Goal m (Exactly (pairs l'))
  | 7 :: d :: l' => Point d l'
  | 13 :: l' => Vacuous (pairs l')
  | 15 :: place :: m :: l' => Below (Z.to_nat place) m (starred l')
  | 16 :: place :: m :: l' => Above (Z.to_nat place) m (starred l')
  | 17 :: l' => Empty (starred l')
  | 18 :: m :: l' => Goal m (starred l')
  | 19 :: scale :: l' => Relax scale (map Z.to_nat l')
  | [20; number] => Move (AtUnit (Z.to_nat number))
  | 21 :: c :: l' => Move (Divide (sparse c (pairs l')))
  | [22] => Move OwnAll
  | [22; number] => Move (OwnOne (Z.to_nat number))
  | 22 :: number :: m :: l' => let '(ss, ms) := sloped l' in Move (OwnBound (Z.to_nat number) m ss ms)
  | _ => Point 0 []
  end.

Definition hints_of (numerals : list Number.uint) : list hint := map hint_of (lists numerals).
