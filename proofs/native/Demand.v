(** What is demanded before a verdict: either it is so, or a claim is rejected, or a file is malformed. *)

From Coq Require Import String ZArith List Bool.
From Memocert Require Import native.Bytes.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.

Definition require (b : bool) (words : list piece) : result unit := if b then Good tt else rejected words.
Definition allow (b : bool) (words : list piece) : result unit := if b then Good tt else malformed words.

Lemma bind_good {A B} (r : result A) (f : A -> result B) b : bind r f = Good b -> exists a, r = Good a /\ f a = Good b.
Proof. destruct r as [a|e]; cbn [bind]; [eauto | discriminate]. Qed.

Lemma require_true b words u : require b words = Good u -> b = true.
Proof. destruct b; [reflexivity | discriminate]. Qed.

Lemma allow_true b words u : allow b words = Good u -> b = true.
Proof. destruct b; [reflexivity | discriminate]. Qed.

(** Takes a sequence of steps apart: what each of them gave. *)
Ltac taken H E :=
  let r := fresh "r" in destruct (bind_good _ _ _ H) as (r & E & H0); clear H; rename H0 into H.

(** A number with its noun. *)
Definition counted_words (n : Z) (one many : string) : list piece := [Count n; Say " "; Say (if n =? 1 then one else many)].
