(** Structural maxima, worked out once for each part of a network however often it is used: what walked over the whole
    tree for them would walk over a tower of doublings for ever. *)

From Coq Require Import NArith ZArith QArith List Bool.
From Memocert Require Import Forms Engine Claims Bridge.
From Memocert Require Model.
Import ListNotations.
Open Scope Z_scope.

(** A part with its structural maximum in a measure. *)
Record priced (m : measure) := Priced { whole : part; most : Z; sure : most = worst m (body whole) }.

Arguments Priced {m}.
Arguments whole {m}.
Arguments most {m}.
Arguments sure {m}.

Section Parts.

Context {m : measure}.

Lemma both_sure (f g : priced m) : most f + most g = worst m (body (whole f)) + worst m (body (whole g)).
Proof. rewrite (sure f), (sure g). reflexivity. Qed.

Lemma branch_sure cost (below above : priced m) :
  cost + Z.max (most below) (most above) = cost + Z.max (worst m (body (whole below))) (worst m (body (whole above))).
Proof. rewrite (sure below), (sure above). reflexivity. Qed.

Definition MAffine p scale rows : priced m := Priced (PAffine p scale rows) (layer_cost m scale rows) eq_refl.
Definition MIdentity p : priced m := Priced (PIdentity p) 0 eq_refl.
Definition MUnits kind p : priced m := Priced (PUnits kind p) (comparison m * Z.of_N p) eq_refl.
Definition MSequence (f g : priced m) : priced m := Priced (PSequence (whole f) (whole g)) (most f + most g) (both_sure f g).
Definition MConcatenate (f g : priced m) : priced m :=
  Priced (PConcatenate (whole f) (whole g)) (most f + most g) (both_sure f g).
Definition MBranch p scale normal t (below above : priced m) : priced m :=
  Priced (PBranch p scale normal t (whole below) (whole above))
    (gate_cost m scale normal + Z.max (most below) (most above)) (branch_sure _ below above).

End Parts.

Definition check_structure {m : measure} (p q : nat) (n : priced m) (t : Z) : bool :=
  if has_widths p q (whole n) then most n <=? t else false.

Theorem structure_model : forall m p q (n : priced m) t domain, check_structure p q n t = true ->
  forall z, length z = p -> inside z domain -> weighed m (Model.spent (meaning (whole n)) z) <= t.
Proof.
  intros m p q n t domain H z L _. unfold check_structure in H. destruct (has_widths p q (whole n)) eqn:W; [|discriminate].
  apply Z.leb_le in H. unfold meaning. rewrite <- (ops_model m p (body (whole n)) q (has_widths_typed _ _ _ W) z L).
  etransitivity; [apply ops_worst|]. rewrite <- (sure n). exact H.
Qed.
