(** The reader of JSON: one step for each byte. It reads one object; of a list that is a value of this object, the
    elements are handed on one at a time, so that a long list is never held as values. *)

From Coq Require Import NArith ZArith List Bool Lia String.
From Coq.Strings Require Byte.
From Memocert Require Import native.Bytes native.Json native.Grammar.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.
Open Scope list_scope.

(** Limits: how deep values lie in each other, how many characters a string has, how many keys an object. *)
Definition MAX_DEPTH := 16%nat.
Definition MAX_TEXT := 65536.
Definition MAX_KEYS := 32%nat.

Section Reading.

Context {A : Type}.

(** What is known of a list before its first element, and what an element adds to it; of the list under a key. *)
Variable start : A.
Variable feed : bytes -> A -> json -> result A.

Inductive field := Whole (v : json) | Fed (a : A).

(** Where a value is to stand: under a key of the outer object, or in the list there, in a list or under a key of an
    object. The last one that was read comes first. *)
Inductive stack :=
| Outer (fields : list (bytes * field)) (key : bytes)
| Elements (fields : list (bytes * field)) (key : bytes) (a : A)
| InList (l : list json) (below : stack)
| InObject (fields : list (bytes * json)) (key : bytes) (below : stack).

(** An object that is being read. *)
Inductive object :=
| OuterObject (fields : list (bytes * field))
| InnerObject (fields : list (bytes * json)) (below : stack).

Inductive target := ForValue (k : stack) | ForKey (o : object).
Inductive escape := NoEscape | AfterBackslash | InHex (digits : list N).

Inductive state :=
| Start
| AtValue (first : bool) (k : stack)
| AfterItem (k : stack)
| AfterField (o : object)
| AtKey (first : bool) (o : object)
| AtColon (o : object) (key : bytes)
| InText (w : target) (read : list byte) (n : Z) (e : escape)
| AfterMinus (k : stack)
| AfterNought (k : stack)
| InNumber (k : stack) (negative : bool) (d : decimal)
| InWord (k : stack) (rest : list byte) (v : json)
| Finished (fields : list (bytes * field)).

Definition wrong {B} (what : string) : result B :=
  malformed [Say "not JSON as docs/reference/format.md has it: "; Say what].

(** A value was read. *)
Definition put (v : json) (k : stack) : result state :=
  match k with
  | Outer fields key => Good (AfterField (OuterObject ((key, Whole v) :: fields)))
  | Elements fields key a => let! a' := feed key a v in Good (AfterItem (Elements fields key a'))
  | InList l below => Good (AfterItem (InList (v :: l) below))
  | InObject fields key below => Good (AfterField (InnerObject ((key, v) :: fields) below))
  end.

Definition close_list (k : stack) : result state :=
  match k with
  | Elements fields key a => Good (AfterField (OuterObject ((key, Fed a) :: fields)))
  | InList l below => put (List (rev l)) below
  | _ => wrong "a value must stand before ]"
  end.

Definition close_object (o : object) : result state :=
  match o with
  | OuterObject fields => Good (Finished (rev fields))
  | InnerObject fields below => put (Object (rev fields)) below
  end.

Fixpoint room (n : nat) (k : stack) : bool :=
  match k with
  | InList _ below | InObject _ _ below => match n with O => false | S n => room n below end
  | _ => true
  end.

Definition too_deep : result state := wrong "values lie too deep in each other".

Definition open_list (k : stack) : result state :=
  match k with
  | Outer fields key => Good (AtValue true (Elements fields key start))
  | _ => if room MAX_DEPTH k then Good (AtValue true (InList [] k)) else too_deep
  end.

Definition open_object (k : stack) : result state :=
  if room MAX_DEPTH k then Good (AtKey true (InnerObject [] k)) else too_deep.

Definition has_key {B} (key : bytes) (fields : list (bytes * B)) : bool := existsb (fun f => same_bytes (fst f) key) fields.

Definition fresh {B} (key : bytes) (fields : list (bytes * B)) : result unit :=
  if has_key key fields then wrong "a key is repeated"
  else if (MAX_KEYS <=? List.length fields)%nat then wrong "an object has too many keys" else Good tt.

Definition fresh_in (key : bytes) (o : object) : result unit :=
  match o with
  | OuterObject fields => fresh key fields
  | InnerObject fields _ => fresh key fields
  end.

Definition under (key : bytes) (o : object) : stack :=
  match o with
  | OuterObject fields => Outer fields key
  | InnerObject fields below => InObject fields key below
  end.

Definition put_text (w : target) (s : bytes) : result state :=
  match w with
  | ForValue k => put (Text s) k
  | ForKey o => let! _ := fresh_in s o in Good (AtColon o s)
  end.

(** A byte after a value. *)
Definition after (s : state) (b : byte) : result state :=
  match s with
  | AfterItem k =>
      match symbol_of b with
      | Space => Good s
      | Comma => Good (AtValue false k)
      | CloseList => close_list k
      | _ => wrong "a comma or ] must come after an element of a list"
      end
  | AfterField o =>
      match symbol_of b with
      | Space => Good s
      | Comma => Good (AtKey false o)
      | CloseObject => close_object o
      | _ => wrong "a comma or } must come after a value of an object"
      end
  | _ => wrong "a value must stand here"
  end.

Definition word (k : stack) (b : byte) : result state :=
  match b with
  | Byte.x6e => Good (InWord k (tl word_null) Null)
  | Byte.x74 => Good (InWord k (tl word_true) (Boolean true))
  | Byte.x66 => Good (InWord k (tl word_false) (Boolean false))
  | _ => wrong "a value must stand here, and numbers must be integers"
  end.

Definition text_step (w : target) (read : list byte) (n : Z) (e : escape) (b : byte) : result state :=
  match e with
  | NoEscape =>
      match character_of b with
      | Plain => if n <? MAX_TEXT then Good (InText w (b :: read) (n + 1) NoEscape) else wrong "a string is too long"
      | QuoteInText => put_text w (pack (rev read))
      | Backslash => if n <? MAX_TEXT then Good (InText w read (n + 1) AfterBackslash) else wrong "a string is too long"
      | Control => wrong "a string may have ASCII characters only, and no control character"
      end
  | AfterBackslash =>
      if is_u b then Good (InText w read n (InHex []))
      else match escaped b with
           | Some c => Good (InText w (c :: read) n NoEscape)
           | None => wrong "this is no escape of a string"
           end
  | InHex digits =>
      match nibble b with
      | None => wrong "four hexadecimal digits must come after \u"
      | Some d =>
          match digits with
          | [n3; n2; n1] => Good (InText w (rev_append (encoded (((n1 * 16 + n2) * 16 + n3) * 16 + d)) read) n NoEscape)
          | _ => Good (InText w read n (InHex (d :: digits)))
          end
      end
  end.

Definition step (s : state) (b : byte) : result state :=
  match s with
  | InText w read n e => text_step w read n e b
  | AfterItem _ | AfterField _ => after s b
  | AtValue first k =>
      match symbol_of b with
      | Space => Good s
      | Quote => Good (InText (ForValue k) [] 0 NoEscape)
      | Digit d => Good (if d =? 0 then AfterNought k else InNumber k false (one_more no_digits d))
      | Minus => Good (AfterMinus k)
      | OpenList => open_list k
      | OpenObject => open_object k
      | CloseList => if first then close_list k else wrong "a value must stand before ]"
      | _ => word k b
      end
  | InNumber k negative d =>
      match symbol_of b with
      | Digit n => if count d <? MAX_DIGITS then Good (InNumber k negative (one_more d n)) else wrong "an integer has too many digits"
      | _ => let! s' := put (Number (signed negative (value d))) k in after s' b
      end
  | AfterMinus k =>
      match symbol_of b with
      | Digit d => if d =? 0 then wrong "-0 is not an integer's spelling" else Good (InNumber k true (one_more no_digits d))
      | _ => wrong "a digit must come after -"
      end
  | AfterNought k => let! s' := put (Number 0) k in after s' b
  | InWord k rest v =>
      match rest with
      | c :: rest' =>
          if same_byte b c then match rest' with [] => put v k | _ => Good (InWord k rest' v) end
          else wrong "a value must stand here"
      | [] => wrong "a value must stand here"
      end
  | AtKey first o =>
      match symbol_of b with
      | Space => Good s
      | Quote => Good (InText (ForKey o) [] 0 NoEscape)
      | CloseObject => if first then close_object o else wrong "a key must stand here"
      | _ => wrong "a key must stand here"
      end
  | AtColon o key =>
      match symbol_of b with
      | Space => Good s
      | Colon => Good (AtValue false (under key o))
      | _ => wrong "a colon must come after a key"
      end
  | Start =>
      match symbol_of b with
      | Space => Good Start
      | OpenObject => Good (AtKey true (OuterObject []))
      | _ => wrong "the file must be one object"
      end
  | Finished _ =>
      match symbol_of b with
      | Space => Good s
      | _ => wrong "something comes after the object"
      end
  end.

(** The fields of the object in a file. *)
Definition read_with (s : bytes) : result (list (bytes * field)) :=
  match run step Start s 0%N with
  | Good (Finished fields) => Good fields
  | Good _ => wrong "the file ends too early"
  | Bad e => Bad e
  end.

End Reading.

Arguments field : clear implicits.
Arguments stack : clear implicits.
Arguments object : clear implicits.
Arguments target : clear implicits.
Arguments state : clear implicits.

(** * The values of a file, as they are *)

Definition kept (_ : bytes) (l : list json) (v : json) : result (list json) := Good (v :: l).

Definition whole_field (f : bytes * field (list json)) : bytes * json :=
  (fst f, match snd f with Whole v => v | Fed l => List (rev l) end).

Definition read (s : bytes) : result (list (bytes * json)) :=
  let! fields := read_with [] kept s in Good (map whole_field fields).
