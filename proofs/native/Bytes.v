(** The bytes of a file, and what is said of a file that is not as it has to be.

    In the compiled checker [bytes] are a string, and [run], [fold] and [pack] are loops over one. *)

From Coq Require Import NArith ZArith List Bool String.
From Coq.Strings Require Byte.
Import ListNotations.

Notation byte := Byte.byte.

Inductive bytes := Stop | Byte (b : byte) (rest : bytes).

Fixpoint join (s t : bytes) : bytes :=
  match s with
  | Stop => t
  | Byte b rest => Byte b (join rest t)
  end.

Definition pack (l : list byte) : bytes := fold_right Byte Stop l.

Definition text (s : string) : bytes := pack (list_byte_of_string s).

Fixpoint fold {A} (f : A -> byte -> A) (a : A) (s : bytes) : A :=
  match s with
  | Stop => a
  | Byte b rest => fold f (f a b) rest
  end.

Definition size (s : bytes) : N := fold (fun n _ => N.succ n) 0%N s.

Definition same_byte (a b : byte) : bool := N.eqb (Byte.to_N a) (Byte.to_N b).

Fixpoint same_bytes (s t : bytes) : bool :=
  match s, t with
  | Stop, Stop => true
  | Byte a s', Byte b t' => same_byte a b && same_bytes s' t'
  | _, _ => false
  end.

Lemma same_byte_eq a b : same_byte a b = true <-> a = b.
Proof.
  unfold same_byte. rewrite N.eqb_eq. split; [|intros ->; reflexivity]. intros E.
  assert (H : Some a = Some b) by (rewrite <- !Byte.of_to_N, E; reflexivity). injection H as H. exact H.
Qed.

Lemma same_bytes_eq s : forall t, same_bytes s t = true <-> s = t.
Proof.
  induction s as [|a s IH]; intros [|b t]; cbn [same_bytes]; split; try discriminate; try reflexivity.
  - rewrite andb_true_iff, same_byte_eq, IH. intros [-> ->]. reflexivity.
  - intros E. injection E as -> ->. rewrite andb_true_iff, same_byte_eq, IH. split; reflexivity.
Qed.

Lemma join_assoc s t u : join (join s t) u = join s (join t u).
Proof. induction s as [|b s IH]; cbn [join]; [reflexivity | rewrite IH; reflexivity]. Qed.

Lemma join_stop s : join s Stop = s.
Proof. induction s as [|b s IH]; cbn [join]; [reflexivity | rewrite IH; reflexivity]. Qed.

Lemma pack_app l m : pack (l ++ m) = join (pack l) (pack m).
Proof. induction l as [|b l IH]; cbn; [reflexivity | f_equal; exact IH]. Qed.

(** * Verdicts on what cannot be accepted *)

Inductive piece := Say (words : string) | Count (z : Z) | Over (above below : Z) | Show (t : bytes).

(** Malformed: the bytes are not as docs/reference/format.md says, or pass a limit. Rejected: they are, and prove nothing. *)
Inductive fault := Malformed | Rejected.

(** The place is how many bytes of the file came before what is wrong, where that is known. *)
Record error := Error { kind_of : fault; place : option N; words : list piece }.

Inductive result (A : Type) := Good (a : A) | Bad (e : error).
Arguments Good {A}.
Arguments Bad {A}.

Definition malformed {A} (words : list piece) : result A := Bad (Error Malformed None words).
Definition rejected {A} (words : list piece) : result A := Bad (Error Rejected None words).

Definition bind {A B} (r : result A) (f : A -> result B) : result B :=
  match r with
  | Good a => f a
  | Bad e => Bad e
  end.

Notation "'let!' x ':=' r 'in' t" := (bind r (fun x => t)) (at level 200, x pattern, r at level 100, t at level 200, right associativity).

(** What is said of a part of a file begins with these words. *)
Definition within {A} (prefix : list piece) (r : result A) : result A :=
  match r with
  | Bad (Error kind place words) => Bad (Error kind place (prefix ++ words))
  | good => good
  end.

(** Steps over the bytes, up to the first that is refused: its place is that of its byte. *)
Fixpoint run {A} (step : A -> byte -> result A) (a : A) (s : bytes) (place : N) : result A :=
  match s with
  | Stop => Good a
  | Byte b rest =>
      match step a b with
      | Good a' => run step a' rest (N.succ place)
      | Bad (Error kind _ words) => Bad (Error kind (Some place) words)
      end
  end.

Lemma run_join {A} (step : A -> byte -> result A) s t : forall a b place, run step a (join s t) place = Good b ->
  exists c q, run step a s place = Good c /\ run step c t q = Good b.
Proof.
  induction s as [|x s IH]; intros a b place H; cbn [join run] in *; [eauto|].
  destruct (step a x) as [a'|[kind q words]]; [apply IH, H | discriminate].
Qed.
