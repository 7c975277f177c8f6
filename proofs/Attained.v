(** Operations at most: a point that takes just so many. It runs as along a segment, over one denominator that is
    reduced: over Q without reducing, denominators multiply up from layer to layer. *)

From Coq Require Import ZArith QArith List Bool Lia.
From Memocert Require Import Forms Engine Claims Bridge Segment.
From Memocert Require Model.
Import ListNotations.
Open Scope Z_scope.

(** The point of these numerators over a denominator. *)
Definition point_over (d : positive) (numbers : list Z) : Model.vec := map (fun x => x # d) numbers.

Definition took (t : Z) : continuation := fun s h => if count s =? t then Some h else None.

Lemma took_keeps t : keeps (took t).
Proof. intros s h h' H. unfold took in H. destruct (_ =? _); [injection H as <-; apply incl_refl | discriminate]. Qed.

Definition check_attains (m : measure) (p q : nat) (n : part) (t : Z) (domain : list constraint) (d : positive)
  (numbers : list Z) : bool :=
  if has_widths p q n then
    if (length numbers =? p)%nat then
      if forallb (holds (point_over d numbers)) domain then
        let here := combine numbers numbers in counted_along m d here (body n) (took (worst m (line d here) + t))
      else false
    else false
  else false.

Theorem attains_model : forall m p q n t domain d numbers, check_attains m p q n t domain d numbers = true ->
  length (point_over d numbers) = p /\ inside (point_over d numbers) domain /\
  weighed m (Model.spent (meaning n) (point_over d numbers)) = t.
Proof.
  intros m p q n t domain d numbers H. unfold check_attains in H. destruct (has_widths p q n) eqn:W; [|discriminate].
  destruct (Nat.eqb_spec (length numbers) p) as [L|]; [|discriminate].
  destruct (forallb _ _) eqn:I; [|discriminate]. apply holds_inside in I.
  assert (E : length (point_over d numbers) = p) by (unfold point_over; rewrite map_length; exact L).
  split; [exact E|]. split; [exact I|]. cbv zeta in H.
  destruct (counted_along_sound _ _ _ _ _ (took_keeps _) H 1) as (s & h & h' & K & C & _); [reflexivity | apply Qle_refl|].
  unfold took in K. destruct (Z.eqb_spec (count s) (worst m (line d (combine numbers numbers)) + t)) as [T|]; [|discriminate].
  pose proof (line_to_itself d numbers) as S. fold (point_over d numbers) in S.
  unfold meaning. rewrite <- (Model.spent_same _ _ _ S), <- (ops_model m p (body n) q (has_widths_typed _ _ _ W)); [lia|].
  rewrite (Model.same_length _ _ S). exact E.
Qed.
