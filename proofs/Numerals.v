(** Integers written so that Coq reads them quickly: a numeral in base 16 holds many integers, one after the other.

    An integer z is written as 2 z if z >= 0, else as -2 z - 1, in base 8, highest digit first; 8 is added to its last
    digit. *)

From Coq Require Import ZArith List.
From Coq Require Export Hexadecimal.
Import ListNotations.

Definition push (b : bool) (n : N) : N :=
  match n with
  | N0 => if b then 1%N else 0%N
  | Npos p => Npos (if b then xI p else xO p)
  end.

Definition digit (a b c : bool) (n : N) : N := push c (push b (push a n)).

Definition signed (n : N) : Z :=
  match n with
  | N0 => 0%Z
  | Npos xH => (-1)%Z
  | Npos (xO p) => Zpos p
  | Npos (xI p) => Zneg (Pos.succ p)
  end.

(** The integers of a numeral, before those that follow; n is what was read of the first one. *)
Fixpoint read (u : uint) (follow : N -> list Z) (n : N) : list Z :=
  match u with
  | Nil => follow n
  | D0 u => read u follow (digit false false false n)
  | D1 u => read u follow (digit false false true n)
  | D2 u => read u follow (digit false true false n)
  | D3 u => read u follow (digit false true true n)
  | D4 u => read u follow (digit true false false n)
  | D5 u => read u follow (digit true false true n)
  | D6 u => read u follow (digit true true false n)
  | D7 u => read u follow (digit true true true n)
  | D8 u => signed (digit false false false n) :: read u follow 0
  | D9 u => signed (digit false false true n) :: read u follow 0
  | Da u => signed (digit false true false n) :: read u follow 0
  | Db u => signed (digit false true true n) :: read u follow 0
  | Dc u => signed (digit true false false n) :: read u follow 0
  | Dd u => signed (digit true false true n) :: read u follow 0
  | De u => signed (digit true true false n) :: read u follow 0
  | Df u => signed (digit true true true n) :: read u follow 0
  end.

(** The integers of numerals that are cut anywhere. *)
Fixpoint integers (numerals : list Number.uint) (n : N) : list Z :=
  match numerals with
  | Number.UIntHexadecimal u :: numerals => read u (fun n => integers numerals n) n
  | _ => []
  end.

(** Integers in rows of a width. *)
Fixpoint rows_within (fuel : list Z) (width : nat) (l : list Z) : list (list Z) :=
  match fuel, l with
  | _ :: fuel, _ :: _ => firstn width l :: rows_within fuel width (skipn width l)
  | _, _ => []
  end.

Definition rows (width : nat) (numerals : list Number.uint) : list (list Z) :=
  let l := integers numerals 0 in rows_within l width l.


(** Lists of integers, each after its length. *)
Fixpoint lists_within (fuel l : list Z) : list (list Z) :=
  match fuel, l with
  | _ :: fuel, length :: l => firstn (Z.to_nat length) l :: lists_within fuel (skipn (Z.to_nat length) l)
  | _, _ => []
  end.

Definition lists (numerals : list Number.uint) : list (list Z) :=
  let l := integers numerals 0 in lists_within l l.

(** * Data in rows: numerators, then their denominator *)

Definition over (l : list Z) : list Z * positive := (removelast l, Z.to_pos (last l 1%Z)).

(** Points of p coordinates. *)
Definition points (p : nat) (numerals : list Number.uint) : list (list Z * positive) :=
  map over (rows (S p) numerals).

(** Points with labels of q numbers. *)
Definition labelled (p q : nat) (numerals : list Number.uint) : list ((list Z * positive) * (list Z * positive)) :=
  map (fun row => (over (firstn (S p) row), over (skipn (S p) row))) (rows (S p + S q) numerals).

(** Points with the number of a class. *)
Definition classed (p : nat) (numerals : list Number.uint) : list ((list Z * positive) * nat) :=
  map (fun row => (over (firstn (S p) row), Z.to_nat (last row 0%Z))) (rows (S (S p)) numerals).
