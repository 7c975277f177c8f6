(** Execution along a segment, or at a point, which is a segment whose ends are equal; no hints are read. *)

From Coq Require Import ZArith QArith List Lia Lqa Bool.
From Memocert Require Import Forms Engine Goals Claims.
From Memocert Require Model.
Import ListNotations.
Open Scope Z_scope.

(** * A segment *)

(** Pairs of coordinates of w and b, over one denominator, as the network t |-> b + t (w - b). *)
Definition line (d : positive) (wb : list (Z * Z)) : net :=
  Affine d (map (fun c => ([(O, fst c - snd c)], snd c)) wb).

(** 0 < t <= 1. *)
Definition segment : list constraint := [([0; 1], Positive); ([1; -1], Nonnegative)].

(** A constraint in t that fails on all of the segment, as it does, weakly, at t = 0, and at t = 1. *)
Definition fails (c : constraint) : bool :=
  let near := nth 0 (fst c) 0 in
  let far := near + nth 1 (fst c) 0 in
  match snd c with
  | Positive => if far <=? 0 then near <=? 0 else false
  | Nonnegative => if far <? 0 then near <=? 0 else false
  | Zero => if 0 <? far then 0 <=? near else if far <? 0 then near <=? 0 else false
  end.

Definition wrong_at (wanted : list constraint) : continuation := fun s h =>
  if existsb (fun c => fails (pulled (den s) (vals s) c)) wanted then Some h else None.

Definition right_at (wanted : list constraint) : continuation := fun s h =>
  if forallb (fun c => is_true (pulled (den s) (vals s) c)) wanted then Some h else None.

(** What is counted on the way is given; for an answer nothing is. *)
Definition counted_along (m : measure) (d : positive) (wb : list (Z * Z)) (n : net) (k : continuation) : bool :=
  match exec m None Guided (Sequence (line d wb) n) (fun _ => 0) (start 1 segment) k (Thread [] []) with
  | Some _ => true
  | None => false
  end.

Definition along : positive -> list (Z * Z) -> net -> continuation -> bool := counted_along nothing.

Lemma in_segment t : (0 < t)%Q -> (t <= 1)%Q -> inside [t] segment.
Proof.
  intros P U. repeat constructor; unfold satisfies, ev; cbn [fst snd lin stands];
    change (inject_Z 0) with 0%Q; change (inject_Z 1) with 1%Q; change (inject_Z (-1)) with (-1)%Q; lra.
Qed.

Lemma fails_sound t c : (0 < t)%Q -> (t <= 1)%Q -> fails c = true -> ~ satisfies [t] c.
Proof.
  intros P U. destruct c as [f r]. unfold fails, satisfies. cbn [fst snd].
  assert (E : (ev f [t] == inject_Z (nth 0 f 0%Z) * (1 - t) + inject_Z (nth 0 f 0%Z + nth 1 f 0%Z) * t)%Q).
  { unfold ev. rewrite inject_Z_plus. destruct f as [|a [|b f]]; cbn [lin nth]; try (change (inject_Z 0) with 0%Q; ring).
    rewrite lin_nil_r. ring. }
  assert (V : (0 <= 1 - t)%Q) by lra. revert E. generalize (nth 0 f 0) as near. intros near.
  generalize (near + nth 1 f 0) as far. intros far E.
  assert (NP : forall a, a <= 0 -> (inject_Z a <= 0)%Q) by (intros a H; change 0%Q with (inject_Z 0); rewrite <- Zle_Qle; exact H).
  assert (NS : forall a, a < 0 -> (inject_Z a < 0)%Q) by (intros a H; change 0%Q with (inject_Z 0); rewrite <- Zlt_Qlt; exact H).
  destruct r; cbn [stands]; rewrite E.
  - destruct (Z.leb_spec far 0) as [F|]; [|discriminate]. rewrite Z.leb_le. intros N. apply NP in F, N. nra.
  - destruct (Z.ltb_spec far 0) as [F|]; [|discriminate]. rewrite Z.leb_le. intros N. apply NS in F. apply NP in N. nra.
  - destruct (Z.ltb_spec 0 far) as [F|].
    + rewrite Z.leb_le. intros N. apply injZ_pos in F. apply injZ_nonneg in N. nra.
    + destruct (Z.ltb_spec far 0) as [F|]; [|discriminate]. rewrite Z.leb_le. intros N. apply NS in F. apply NP in N. nra.
Qed.

Lemma wrong_keeps cs : keeps (wrong_at cs).
Proof. intros s h h' H. unfold wrong_at in H. destruct (existsb _ _); [injection H as <-; apply incl_refl | discriminate]. Qed.

Lemma right_keeps cs : keeps (right_at cs).
Proof. intros s h h' H. unfold right_at in H. destruct (forallb _ _); [injection H as <-; apply incl_refl | discriminate]. Qed.

Lemma counted_along_sound m d wb n k : keeps k -> counted_along m d wb n k = true -> forall t, (0 < t)%Q -> (t <= 1)%Q ->
  exists s h h', k s h = Some h' /\ count s = worst m (line d wb) + ops m n (run (line d wb) [t]) /\
    outcomes s = decisions n (run (line d wb) [t]) /\ rep [t] (den s) (vals s) (run n (run (line d wb) [t])).
Proof.
  intros K A t P U. unfold counted_along in A. destruct (exec _ _ _ _ _ _ _ _) as [last|] eqn:E; [|discriminate].
  destruct (exec_sound m None Guided [t] last _ _ _ _ _ _ [t] E K (incl_refl _) (start_fits [t] 1 segment eq_refl (in_segment t P U))
    (start_reps [t] 1 segment eq_refl)) as [(s & h & h' & G & _ & _ & X & C & O & R)|B]; [|destruct B].
  exists s, h, h'. split; [exact G|]. split; [exact C|]. split; [apply O; discriminate|].
  apply onward_here in R. rewrite (proj2 X) in R by discriminate. exact R.
Qed.

Lemma along_sound d wb n k : keeps k -> along d wb n k = true -> forall t, (0 < t)%Q -> (t <= 1)%Q ->
  exists s h h', k s h = Some h' /\ outcomes s = decisions n (run (line d wb) [t]) /\
    rep [t] (den s) (vals s) (run n (run (line d wb) [t])).
Proof.
  intros K A t P U. destruct (counted_along_sound nothing d wb n k K A t P U) as (s & h & h' & G & _ & O & R).
  exists s, h, h'. split; [exact G|]. split; [exact O | exact R].
Qed.

(** At t = 1, from a point to itself, there is the point. *)
Lemma line_to_itself d xs : Model.same (run (line d (combine xs xs)) [1%Q]) (map (fun x => x # d) xs).
Proof.
  unfold line. cbn [run]. induction xs as [|a xs IH]; cbn [combine map]; constructor; auto.
  unfold affine. cbn [fst snd dot skipn]. rewrite (scaled_down a). rewrite Z.sub_diag. change (inject_Z 0) with 0%Q. ring.
Qed.

Lemma wrong_along d wb n cs : along d wb n (wrong_at cs) = true -> forall t, (0 < t)%Q -> (t <= 1)%Q ->
  ~ inside (run n (run (line d wb) [t])) cs.
Proof.
  intros A t P U I. destruct (along_sound d wb n _ (wrong_keeps cs) A t P U) as (s & h & h' & G & _ & R).
  unfold wrong_at in G. destruct (existsb _ _) eqn:E; [|discriminate]. apply existsb_exists in E. destruct E as (c & C & F).
  apply (fails_sound t) in F; auto. apply F. apply (pulled_satisfies _ _ _ _ _ R).
  unfold inside in I. rewrite Forall_forall in I. exact (I c C).
Qed.

Lemma right_along d wb n cs : along d wb n (right_at cs) = true -> inside (run n (run (line d wb) [1%Q])) cs.
Proof.
  intros A. assert (P : (0 < 1)%Q) by reflexivity. assert (U : (1 <= 1)%Q) by apply Qle_refl.
  destruct (along_sound d wb n _ (right_keeps cs) A 1 P U) as (s & h & h' & G & _ & R).
  unfold right_at in G. destruct (forallb _ _) eqn:E; [|discriminate]. rewrite forallb_forall in E.
  apply Forall_forall. intros c C. apply (pulled_satisfies _ _ _ _ _ R), is_true_sound, E, C.
Qed.
