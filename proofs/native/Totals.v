(** Comparisons in the mean over the rows: the steps of a certificate as the checker of proofs/Means.v reads them. *)

From Coq Require Import String NArith ZArith QArith List Bool Lia.
From Memocert Require Import Model Checker Engine.
From Memocert Require Means.
From Memocert Require Import native.Bytes native.Document native.Costs native.Network native.Dataset native.Claim native.Meaning native.Hinted.
From Memocert Require Import native.Demand native.Prices native.Points native.Regions native.Lower.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.

Inductive mean_name := Combining | Arranging | Totalling.

Definition mean_names : list (bytes * mean_name) := Eval vm_compute in
  [(text "every", Totalling); (text "uninterpolable", Combining); (text "dichotomies", Arranging)].

(** A step that shows nothing. *)
Definition no_total : Means.step := Means.Every 0.

Definition total_of (s : Z) (made : N -> Means.step) : Means.step := if s <? 0 then no_total else made (Z.to_N s).

(** The hints after a step, and the steps after those: a step goes in front. *)
Definition mean_step (width : Z) (after : list hint * list Means.step) (h : hint_text) : list hint * list Means.step :=
  let '(hs, steps) := after in
  let stray := match hs with [] => steps | _ => no_total :: steps end in
  match find (name_of h) mean_names with
  | None => (match hint_of ReadsPaths width 0 h with Read r => r | _ => unread end :: hs, steps)
  | Some Arranging => ([], match numbers h with [s] => total_of s (fun s => Means.Dichotomies s hs) | _ => no_total end :: steps)
  | Some Combining => ([], match numbers h with s :: l => total_of s (fun s => Means.Uninterpolable s l) | _ => no_total end :: stray)
  | Some Totalling => ([], match numbers h with [s] => total_of s Means.Every | _ => no_total end :: stray)
  end.

Definition mean_steps (width : Z) (l : list hint_text) : list Means.step :=
  let '(hs, steps) := fold_left (mean_step width) (rev' l) ([], []) in
  match hs with [] => steps | _ => no_total :: steps end.

(** A set is looked up bit by bit on both sides of each division. *)
Definition mean_price (size p q : Z) (r : running) (h : hint_text) : running :=
  let r' := need_price size p q r h in
  match find (name_of h) mean_names with
  | Some Totalling => Running (spent r + 60 * size * (p + q) + (ends r + 1) * (8 + size)) (width_now r) (ends r)
  | _ => r'
  end.

Definition wrong_total (h : hint_text) : option bool :=
  match find (name_of h) mean_names with Some _ => Some false | None => None end.

Definition check_mean (axis constant : bool) (d : dataset) (mean : Q) (hs : list hint_text) : result unit :=
  let size := Z.of_nat (List.length (rows d)) in
  let p := Z.of_N (Dataset.inputs d) in
  let q := Z.of_N (Dataset.outputs d) in
  let tests := if axis then size * p else 0 in
  let start := Running (tests * size * 60) 0 tests in
  let! _ := allow (Lower.spent (fold_left (mean_price size p q) hs start) <=? STEPS) too_long in
  shown (Means.check_means axis constant (Z.to_nat p) (Z.to_nat q) (rows d) (counts d) mean (mean_steps (p + 1) hs))
    (misshapen_from wrong_total 0 (p + 1) hs).

Lemma check_mean_sound f r d axis constant mean hs u : is_dataset f r d -> check_mean axis constant d mean hs = Good u ->
  holds f (MeanNeeded axis constant r mean).
Proof.
  intros D H. unfold check_mean in H. taken H A. apply shown_true in H. exists d, (N.to_nat (Dataset.inputs d)).
  split; [exact D|]. split; [exact (points_are_there f r d D)|]. exact (Means.check_means_sound _ _ _ _ _ _ _ _ H).
Qed.
