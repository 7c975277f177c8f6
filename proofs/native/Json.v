(** Values of JSON as docs/reference/format.md has them, and what a value must be to stand for something else.

    All names are those of verify/check/reader.py, where the same is said in Python. *)

From Coq Require Import NArith ZArith QArith List Bool String.
From Coq.Strings Require Byte.
From Memocert Require Import native.Bytes.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.

(** Numbers are integers. A character of a text that is not ASCII stands as the bytes of UTF-8; half of a surrogate pair,
    as if it were one. The fields of an object are in the order of the file. *)
Inductive json :=
| Null
| Boolean (b : bool)
| Number (z : Z)
| Text (s : bytes)
| List (l : list json)
| Object (fields : list (bytes * json)).

(** A text in quotes. *)
Definition quoted (s : bytes) : list piece := [Say "'"; Show s; Say "'"].

Definition described (v : json) : list piece :=
  match v with
  | Null => [Say "None"]
  | Boolean true => [Say "True"]
  | Boolean false => [Say "False"]
  | Number z => [Count z]
  | Text s => quoted s
  | List l => [Say "a list of "; Count (Z.of_nat (List.length l))]
  | Object l => [Say "a dict of "; Count (Z.of_nat (List.length l))]
  end.

(** * Lists and integers *)

Definition entries (name : string) (v : json) : result (list json) :=
  match v with
  | List l => Good l
  | _ => malformed (Say name :: Say " must be a list, not " :: described v)
  end.

Definition integer (name : string) (least most : Z) (v : json) : result Z :=
  let refused := malformed (Say name :: Say " must be an integer in " :: Count least :: Say ".." :: Count most :: Say ", not " :: described v) in
  match v with
  | Number z => if (least <=? z) && (z <=? most) then Good z else refused
  | _ => refused
  end.

(** * Objects *)

Fixpoint get (key : bytes) (fields : list (bytes * json)) : option json :=
  match fields with
  | [] => None
  | (k, v) :: rest => if same_bytes k key then Some v else get key rest
  end.

Fixpoint values (name : string) (keys : list bytes) (fields : list (bytes * json)) : result (list json) :=
  match keys with
  | [] => Good []
  | key :: rest =>
      match get key fields with
      | None => malformed (Say name :: Say " lacks the key " :: quoted key)
      | Some v => let! vs := values name rest fields in Good (v :: vs)
      end
  end.

Fixpoint known (name : string) (keys : list bytes) (fields : list (bytes * json)) : result unit :=
  match fields with
  | [] => Good tt
  | (k, _) :: rest =>
      if existsb (same_bytes k) keys then known name keys rest else malformed (Say name :: Say " has the unknown key " :: quoted k)
  end.

(** The values of an object that has these keys and no other, in the order of the keys. *)
Definition exactly (name : string) (keys : list bytes) (v : json) : result (list json) :=
  match v with
  | Object fields => let! _ := known name keys fields in values name keys fields
  | _ => malformed (Say name :: Say " must be an object, not " :: described v)
  end.

(** * Decimal digits *)

(** Each is made once. *)
Definition DIGIT_0 : option Z := Some 0.
Definition DIGIT_1 : option Z := Some 1.
Definition DIGIT_2 : option Z := Some 2.
Definition DIGIT_3 : option Z := Some 3.
Definition DIGIT_4 : option Z := Some 4.
Definition DIGIT_5 : option Z := Some 5.
Definition DIGIT_6 : option Z := Some 6.
Definition DIGIT_7 : option Z := Some 7.
Definition DIGIT_8 : option Z := Some 8.
Definition DIGIT_9 : option Z := Some 9.

Definition digit (b : byte) : option Z :=
  match b with
  | Byte.x30 => DIGIT_0
  | Byte.x31 => DIGIT_1
  | Byte.x32 => DIGIT_2
  | Byte.x33 => DIGIT_3
  | Byte.x34 => DIGIT_4
  | Byte.x35 => DIGIT_5
  | Byte.x36 => DIGIT_6
  | Byte.x37 => DIGIT_7
  | Byte.x38 => DIGIT_8
  | Byte.x39 => DIGIT_9
  | _ => None
  end.

Definition MAX_DIGITS := 10000.

(** What was read of a number, high * scale + low, and how many digits: long numbers are multiplied once in 18 digits. *)
Record decimal := Decimal { high : Z; scale : Z; low : Z; count : Z }.

Definition no_digits := Decimal 0 1 0 0.
Definition TEN := 10.
Definition SCALE := 1000000000000000000.

Definition one_more (d : decimal) (n : Z) : decimal :=
  if scale d <? SCALE then Decimal (high d) (scale d * TEN) (low d * TEN + n) (count d + 1)
  else Decimal (high d * scale d + low d) TEN n (count d + 1).

Definition value (d : decimal) : Z := high d * scale d + low d.

Lemma one_more_value d n : value (one_more d n) = value d * 10 + n /\ count (one_more d n) = count d + 1.
Proof. unfold one_more, value, TEN. destruct (scale d <? SCALE); cbn [high scale low count]; split; ring. Qed.

(** * Rationals *)

(** A rational is `0`, or an optional `-` and digits without leading zero, or those, a `/` and such digits: two numbers in
    lowest terms, the second one at least 2. *)
Inductive spelling :=
| Begin
| Negative
| Nothing
| Above (negative : bool) (d : decimal)
| Slash (above : Z)
| Below (above : Z) (d : decimal)
| Wrong.

Definition signed (negative : bool) (z : Z) : Z := if negative then - z else z.

Definition spell (s : spelling) (b : byte) : spelling :=
  match s, digit b with
  | Begin, Some d => if d =? 0 then Nothing else Above false (one_more no_digits d)
  | Begin, None => if same_byte b Byte.x2d then Negative else Wrong
  | Negative, Some d => if d =? 0 then Wrong else Above true (one_more no_digits d)
  | Above negative n, Some d => if count n <? MAX_DIGITS then Above negative (one_more n d) else Wrong
  | Above negative n, None => if same_byte b Byte.x2f then Slash (signed negative (value n)) else Wrong
  | Slash above, Some d => if d =? 0 then Wrong else Below above (one_more no_digits d)
  | Below above n, Some d => if count n <? MAX_DIGITS then Below above (one_more n d) else Wrong
  | _, _ => Wrong
  end.

Definition spelled (s : spelling) : option Q :=
  match s with
  | Nothing => Some (0 # 1)%Q
  | Above negative n => Some (signed negative (value n) # 1)%Q
  | Below above n =>
      let below := Z.to_pos (value n) in
      if (1 <? value n) && (Z.gcd above (value n) =? 1) then Some (above # below)%Q else None
  | _ => None
  end.

(** How many digits the text ends with, and the most that stand together. *)
Definition digits_together (s : bytes) : Z * Z :=
  fold (fun found b => match digit b with Some _ => (fst found + 1, Z.max (fst found + 1) (snd found)) | None => (0, snd found) end) (0, 0) s.

Definition rational (name : string) (v : json) : result Q :=
  match v with
  | Text s =>
      match spelled (fold spell Begin s) with
      | Some q => Good q
      | None =>
          malformed (Say name :: if MAX_DIGITS <? snd (digits_together s) then [Say " has more than "; Count MAX_DIGITS; Say " digits"]
                                 else Say " must be a rational number in lowest terms, not " :: quoted s)
      end
  | _ => malformed (Say name :: Say " must be a rational number in a string, not " :: described v)
  end.

(** * References *)

Definition name_letter (b : byte) : bool :=
  let n := Byte.to_N b in
  ((48 <=? n) && (n <=? 57) || (65 <=? n) && (n <=? 90) || (97 <=? n) && (n <=? 122) || (n =? 95) || (n =? 45))%N.

(** Letters, digits, `.`, `_`, `-`, not beginning with `.`, at most 200 characters. *)
Definition file_name (s : bytes) : bool :=
  match s with
  | Stop => false
  | Byte b _ => name_letter b && fold (fun good b => good && (name_letter b || same_byte b Byte.x2e)) true s && (size s <=? 200)%N
  end.

(** 64 lower-case hexadecimal digits. *)
Definition hexadecimal (b : byte) : bool :=
  let n := Byte.to_N b in ((48 <=? n) && (n <=? 57) || (97 <=? n) && (n <=? 102))%N.

Definition digest (s : bytes) : bool := fold (fun good b => good && hexadecimal b) true s && (size s =? 64)%N.

Definition FILE := Eval vm_compute in text "file".
Definition SHA256 := Eval vm_compute in text "sha256".

(** The name of a file of the same folder, and its SHA-256. *)
Definition reference (name : string) (v : json) : result (bytes * bytes) :=
  let! parts := exactly name [FILE; SHA256] v in
  match parts with
  | [Text file; Text sha256] =>
      if negb (file_name file) then malformed (Say name :: Say " must name a file of the same folder, not " :: quoted file)
      else if digest sha256 then Good (file, sha256)
      else malformed (Say name :: Say " must give the SHA-256 in 64 lower-case hexadecimal digits, not " :: quoted sha256)
  | Text _ :: v :: _ => malformed (Say name :: Say " must give the SHA-256 in 64 lower-case hexadecimal digits, not " :: described v)
  | v :: _ => malformed (Say name :: Say " must name a file of the same folder, not " :: described v)
  | [] => malformed [Say name]
  end.
