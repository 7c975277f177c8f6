(** Constraints on outputs: they hold of N(z) at every z of a region. *)

From Coq Require Import ZArith QArith List Bool.
From Memocert Require Import Forms Engine Goals Claims Bridge.
From Memocert Require Model.
Import ListNotations.
Open Scope Z_scope.

(** What is left of the hints when all ends meet what is wanted. *)
Definition meets (p : nat) (n : net) (domain wanted : list constraint) (h : list hint) : option (list hint) :=
  unless_empty domain h (fun h => h) (fun h =>
    match exec nothing None Relaxing n (fun _ => 0) (start p domain) (meets_at wanted) (Thread h []) with
    | Some t => Some (hints t)
    | None => None
    end).

Lemma meets_sound p n domain wanted h h' : meets p n domain wanted h = Some h' ->
  forall z, length z = p -> inside z domain -> inside (run n z) wanted.
Proof.
  intros M z L I. apply unless_empty_sound with (z := z) in M; [|exact I].
  destruct (exec _ _ _ _ _ _ _ _) as [t|] eqn:E; [|discriminate].
  destruct (exec_sound nothing None Relaxing z t n _ _ _ _ _ z E (meets_keeps _) (incl_refl _) (start_fits z p domain L I)
    (start_reps z p domain L)) as [(s & h1 & h2 & K & _ & F & _ & _ & _ & R)|B]; [|destruct B].
  unfold meets_at in K. destruct (ends _ _ _) as [h3|] eqn:G; [|discriminate].
  apply (ends_sound z) in G; auto. exact (proj1 (pulled_inside _ _ _ _ _ (onward_here _ _ R)) G).
Qed.

Lemma ev_same f x y : same x y -> (ev f x == ev f y)%Q.
Proof.
  intros S. unfold ev. assert (E : same (1%Q :: x) (1%Q :: y)) by (constructor; [reflexivity | exact S]).
  revert E. generalize (1%Q :: x) as u, (1%Q :: y) as v. clear S. induction f as [|a f IH]; intros u v E; [reflexivity|].
  destruct E as [|q q' u v Q E]; [reflexivity|]. cbn [lin]. rewrite Q, (IH u v E). reflexivity.
Qed.

Lemma inside_same x y region : same x y -> inside x region -> inside y region.
Proof.
  intros S. unfold inside. apply Forall_impl. intros [f r]. unfold satisfies. cbn [fst snd].
  rewrite (ev_same f x y S). auto.
Qed.

Definition all_meet (p : nat) (n : part) (domain wanted : list constraint) (h : list hint) : bool :=
  all_read (meets p (body n) domain wanted h).

Theorem within_model : forall p n domain wanted h, all_meet p n domain wanted h = true ->
  forall z, length z = p -> inside z domain -> inside (Model.eval (meaning n) z) wanted.
Proof.
  intros p n domain wanted h H z L I. unfold all_meet in H. destruct (meets _ _ _ _ _) as [h'|] eqn:M; [|discriminate].
  apply (inside_same (run (body n) z)); [apply run_model | eapply meets_sound; eauto].
Qed.
