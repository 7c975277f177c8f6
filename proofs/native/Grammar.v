(** The text of JSON as docs/reference/format.md has it (RFC 8259, plain ASCII, integers of at most 10,000 digits), as a
    grammar: which bytes spell which value. *)

From Coq Require Import NArith ZArith List Bool.
From Coq.Strings Require Byte.
From Memocert Require Import native.Bytes native.Json.
Import ListNotations.
Open Scope Z_scope.

(** What a byte is in a text outside of its strings. *)
Inductive symbol :=
| Space
| Quote
| Comma
| Colon
| OpenList
| CloseList
| OpenObject
| CloseObject
| Minus
| Digit (d : Z)
| Other.

(** Each is made once. *)
Definition SYMBOL_0 := Digit 0.
Definition SYMBOL_1 := Digit 1.
Definition SYMBOL_2 := Digit 2.
Definition SYMBOL_3 := Digit 3.
Definition SYMBOL_4 := Digit 4.
Definition SYMBOL_5 := Digit 5.
Definition SYMBOL_6 := Digit 6.
Definition SYMBOL_7 := Digit 7.
Definition SYMBOL_8 := Digit 8.
Definition SYMBOL_9 := Digit 9.

Definition symbol_of (b : byte) : symbol :=
  match b with
  | Byte.x20 | Byte.x09 | Byte.x0a | Byte.x0d => Space
  | Byte.x22 => Quote
  | Byte.x2c => Comma
  | Byte.x3a => Colon
  | Byte.x5b => OpenList
  | Byte.x5d => CloseList
  | Byte.x7b => OpenObject
  | Byte.x7d => CloseObject
  | Byte.x2d => Minus
  | Byte.x30 => SYMBOL_0
  | Byte.x31 => SYMBOL_1
  | Byte.x32 => SYMBOL_2
  | Byte.x33 => SYMBOL_3
  | Byte.x34 => SYMBOL_4
  | Byte.x35 => SYMBOL_5
  | Byte.x36 => SYMBOL_6
  | Byte.x37 => SYMBOL_7
  | Byte.x38 => SYMBOL_8
  | Byte.x39 => SYMBOL_9
  | _ => Other
  end.

(** * Strings *)

Inductive character := Plain | QuoteInText | Backslash | Control.

Definition BLANK : N := 32.
Definition BEYOND : N := 128.

(** Plain: from the space to the tilde and one more, without quote and backslash. *)
Definition character_of (b : byte) : character :=
  match b with
  | Byte.x22 => QuoteInText
  | Byte.x5c => Backslash
  | _ => let n := Byte.to_N b in if ((BLANK <=? n) && (n <? BEYOND))%N then Plain else Control
  end.

(** What one letter after a backslash stands for. *)
Definition escaped (b : byte) : option byte :=
  match b with
  | Byte.x22 | Byte.x5c | Byte.x2f => Some b
  | Byte.x62 => Some Byte.x08
  | Byte.x66 => Some Byte.x0c
  | Byte.x6e => Some Byte.x0a
  | Byte.x72 => Some Byte.x0d
  | Byte.x74 => Some Byte.x09
  | _ => None
  end.

Definition nibble (b : byte) : option N :=
  let n := Byte.to_N b in
  (if (48 <=? n) && (n <=? 57) then Some (n - 48)
   else if (65 <=? n) && (n <=? 70) then Some (n - 55)
   else if (97 <=? n) && (n <=? 102) then Some (n - 87)
   else None)%N.

Definition byte_of (n : N) : byte := match Byte.of_N n with Some b => b | None => Byte.x00 end.

(** A number of sixteen bits in UTF-8. *)
Definition encoded (n : N) : list byte :=
  (if n <? 128 then [byte_of n]
   else if n <? 2048 then [byte_of (192 + n / 64); byte_of (128 + n mod 64)]
   else [byte_of (224 + n / 4096); byte_of (128 + n / 64 mod 64); byte_of (128 + n mod 64)])%N.

Definition is_u (b : byte) : bool := match b with Byte.x75 => true | _ => false end.

(** The bytes that a character stands for, and how it is spelled. *)
Inductive spells_character : list byte -> list byte -> Prop :=
| plain_character b : character_of b = Plain -> spells_character [b] [b]
| short_escape back b c : character_of back = Backslash -> escaped b = Some c -> spells_character [c] [back; b]
| long_escape back u h1 h2 h3 h4 n1 n2 n3 n4 : character_of back = Backslash -> is_u u = true ->
    nibble h1 = Some n1 -> nibble h2 = Some n2 -> nibble h3 = Some n3 -> nibble h4 = Some n4 ->
    spells_character (encoded (((n1 * 16 + n2) * 16 + n3) * 16 + n4)%N) [back; u; h1; h2; h3; h4].

Inductive spells_characters : list byte -> list byte -> Prop :=
| no_characters : spells_characters [] []
| more_characters s t c u : spells_characters s t -> spells_character c u -> spells_characters (s ++ c) (t ++ u).

Inductive spells_text : bytes -> list byte -> Prop :=
| quoted q q' s t : symbol_of q = Quote -> symbol_of q' = Quote -> spells_characters s t -> spells_text (pack s) (q :: t ++ [q']).

(** * Integers *)

(** Digits without leading zero, their number and their value. *)
Inductive spells_digits : Z -> Z -> list byte -> Prop :=
| first_digit b d : symbol_of b = Digit d -> d <> 0 -> spells_digits 1 d [b]
| next_digit n z t b d : spells_digits n z t -> symbol_of b = Digit d -> spells_digits (n + 1) (z * 10 + d) (t ++ [b]).

Inductive spells_integer : Z -> list byte -> Prop :=
| nought b : symbol_of b = Digit 0 -> spells_integer 0 [b]
| positive_integer n z t : spells_digits n z t -> n <= MAX_DIGITS -> spells_integer z t
| negative_integer n z m t : symbol_of m = Minus -> spells_digits n z t -> n <= MAX_DIGITS -> spells_integer (- z) (m :: t).

(** * Values *)

Definition blank (t : list byte) : Prop := Forall (fun b => symbol_of b = Space) t.

Definition word_null := [Byte.x6e; Byte.x75; Byte.x6c; Byte.x6c].
Definition word_true := [Byte.x74; Byte.x72; Byte.x75; Byte.x65].
Definition word_false := [Byte.x66; Byte.x61; Byte.x6c; Byte.x73; Byte.x65].

Inductive spells : json -> list byte -> Prop :=
| spells_null : spells Null word_null
| spells_true : spells (Boolean true) word_true
| spells_false : spells (Boolean false) word_false
| spells_number z t : spells_integer z t -> spells (Number z) t
| spells_string s t : spells_text s t -> spells (Text s) t
| spells_empty_list o w c : symbol_of o = OpenList -> symbol_of c = CloseList -> blank w -> spells (List []) (o :: w ++ [c])
| spells_list l o t c : symbol_of o = OpenList -> symbol_of c = CloseList -> spells_items l t -> spells (List l) (o :: t ++ [c])
| spells_empty_object o w c : symbol_of o = OpenObject -> symbol_of c = CloseObject -> blank w ->
    spells (Object []) (o :: w ++ [c])
| spells_object l o t c : symbol_of o = OpenObject -> symbol_of c = CloseObject -> spells_fields l t -> NoDup (map fst l) ->
    spells (Object l) (o :: t ++ [c])
with spells_items : list json -> list byte -> Prop :=
| one_item v w t w' : blank w -> blank w' -> spells v t -> spells_items [v] (w ++ t ++ w')
| more_items l u c v w t w' : spells_items l u -> symbol_of c = Comma -> blank w -> blank w' -> spells v t ->
    spells_items (l ++ [v]) (u ++ c :: w ++ t ++ w')
with spells_fields : list (bytes * json) -> list byte -> Prop :=
| one_field k v t : spells_field k v t -> spells_fields [(k, v)] t
| more_fields l u c k v t : spells_fields l u -> symbol_of c = Comma -> spells_field k v t ->
    spells_fields (l ++ [(k, v)]) (u ++ c :: t)
with spells_field : bytes -> json -> list byte -> Prop :=
| key_and_value k v w1 t w2 c w3 u w4 : blank w1 -> blank w2 -> blank w3 -> blank w4 ->
    spells_text k t -> symbol_of c = Colon -> spells v u ->
    spells_field k v (w1 ++ t ++ w2 ++ c :: w3 ++ u ++ w4).

(** A file: one object, with white space around it. *)
Inductive spells_file : list (bytes * json) -> list byte -> Prop :=
| file l w t w' : blank w -> blank w' -> spells (Object l) t -> spells_file l (w ++ t ++ w').
