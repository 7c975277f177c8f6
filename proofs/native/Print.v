(** Values of JSON, networks and data sets as text, in the one way in which this project would write them: the text of
    docs/reference/format.md without white space. *)

From Coq Require Import NArith ZArith List Bool.
From Coq.Strings Require Byte.
From Memocert Require Import native.Bytes native.Json native.Grammar.
Import ListNotations.
Open Scope Z_scope.

Definition QUOTE := Byte.x22.
Definition COMMA := Byte.x2c.

(** * Integers *)

Definition digit_byte (d : Z) : byte := byte_of (Z.to_N (48 + d)).

(** The digits of a number, at most so many. *)
Fixpoint digits (most : nat) (z : Z) : list byte :=
  match most with
  | O => []
  | S most => if z <? 10 then [digit_byte z] else digits most (z / 10) ++ [digit_byte (z mod 10)]
  end.

Definition natural (z : Z) : list byte := digits (S (Z.to_nat (Z.log2 z))) z.

Definition integer_text (z : Z) : list byte := if z <? 0 then Byte.x2d :: natural (- z) else natural z.

(** * Values *)

Fixpoint bytes_in (s : bytes) : list byte :=
  match s with
  | Stop => []
  | Byte b rest => b :: bytes_in rest
  end.

Definition quoted_text (s : bytes) : list byte := QUOTE :: bytes_in s ++ [QUOTE].

(** Texts with a comma between any two. *)
Fixpoint commas (l : list (list byte)) : list byte :=
  match l with
  | [] => []
  | [t] => t
  | t :: rest => t ++ COMMA :: commas rest
  end.

Definition field_text (key : bytes) (value : list byte) : list byte := quoted_text key ++ Byte.x3a :: value.

Fixpoint value_text (v : json) : list byte :=
  match v with
  | Null => word_null
  | Boolean true => word_true
  | Boolean false => word_false
  | Number z => integer_text z
  | Text s => quoted_text s
  | List l => Byte.x5b :: commas (map value_text l) ++ [Byte.x5d]
  | Object fields => Byte.x7b :: commas (map (fun f => field_text (fst f) (value_text (snd f))) fields) ++ [Byte.x7d]
  end.

(** A file: one object. *)
Definition print (fields : list (bytes * json)) : bytes := pack (value_text (Object fields)).
