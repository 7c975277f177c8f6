(** What every file of a bundle has: its format, its version, and exactly the keys of its kind. *)

From Coq Require Import NArith ZArith List Bool String.
From Memocert Require Import native.Bytes native.Json native.Reader.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.
Open Scope list_scope.

Definition FORMAT := Eval vm_compute in text "format".
Definition VERSION := Eval vm_compute in text "version".

Fixpoint find {B} (key : bytes) (fields : list (bytes * B)) : option B :=
  match fields with
  | [] => None
  | (k, v) :: rest => if same_bytes k key then Some v else find key rest
  end.

Definition spoken {A} (f : field A) : list piece :=
  match f with
  | Whole v => described v
  | Fed _ => [Say "a list"]
  end.

Fixpoint only {B} (keys : list bytes) (fields : list (bytes * B)) : result unit :=
  match fields with
  | [] => Good tt
  | (k, _) :: rest =>
      if existsb (same_bytes k) (FORMAT :: VERSION :: keys) then only keys rest
      else malformed (Say "the file has the unknown key " :: quoted k)
  end.

Fixpoint every {B} (keys : list bytes) (fields : list (bytes * B)) : result unit :=
  match keys with
  | [] => Good tt
  | key :: rest =>
      match find key fields with
      | Some _ => every rest fields
      | None => malformed (Say "the file lacks the key " :: quoted key)
      end
  end.

(** The file is of this format ("memocert network") and version. *)
Definition is_document {A} (format : bytes) (version : Z) (fields : list (bytes * field A)) : result unit :=
  let wrong := malformed [Say """format"" must be """; Show format; Say """"] in
  let! _ := match find FORMAT fields with
            | Some (Whole (Text s)) => if same_bytes s format then Good tt else wrong
            | _ => wrong
            end in
  match find VERSION fields with
  | Some (Whole (Number v)) =>
      if v =? version then Good tt
      else malformed ([Say """version"" must be "; Count version; Say ", not "; Count v]
        ++ if (1 <=? v) && (v <? version) then [Say ": it was written by an earlier release; prove again"] else [])
  | Some f => malformed ([Say """version"" must be "; Count version; Say ", not "] ++ spoken f)
  | None => malformed [Say """version"" must be "; Count version; Say ", not None"]
  end.

(** It has these keys beside format and version, and no other. *)
Definition has_fields {A} (keys : list bytes) (fields : list (bytes * field A)) : result unit :=
  let! _ := only keys fields in every keys fields.
