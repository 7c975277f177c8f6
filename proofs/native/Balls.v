(** Claims about balls around the points of a data set: the rows of proofs/Radii.v on what was read. *)

From Coq Require Import String NArith ZArith QArith List Bool Lia.
From Memocert Require Import Forms Nets Engine Goals Claims Bridge Checker Radii.
From Memocert Require Import native.Bytes native.Costs native.Network native.Dataset native.Claim native.Meaning native.Hinted native.Values.
From Memocert Require Import native.Demand native.Prices native.Points native.Regions.
From Memocert Require Model.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.

(** * Rows with radii *)

Definition is_region (r : radius) : bool :=
  match r with
  | Radii.All => true
  | Radii.Wrong => false
  | Radii.Closed r _ | Radii.Opened r _ => negb (Qeq_bool r 0)
  end.

(** Around how many points there is a region; at the others the network runs. *)
Definition regions_of (radii : list radius) : Z := fold_left (fun k r => if is_region r then k + 1 else k) radii 0.

Definition balls_afforded (nodes : list node) (p : N) (rows : list row) (radii : list radius) (hs : list hint_text) : result unit :=
  let regions := regions_of radii in
  let values := all_of (fun n => Z.of_N (outs (whole n))) nodes in
  regions_afforded nodes (Z.of_N p) 0 values regions (Z.of_nat (List.length rows)) hs.

(** What is left of the hints when each row is shown to have its radius; or the number of the first that is not. *)
Fixpoint radii_hold (p q : nat) (n : net) (target_at : row -> target) (first : option Z) (number : Z) (rows : list row)
  (radii : list radius) (h : list hint) : result (list hint) :=
  match rows, radii with
  | [], [] => Good h
  | r :: rows', radius :: radii' =>
      match radius_shown p q n (fst r, target_at r, radius) h with
      | Some h' => radii_hold p q n target_at first (number + 1) rows' radii' h'
      | None => Bytes.within [Say "point "; Count number; Say ": "] (let! _ := shown false first in Good h)
      end
  | _, _ => malformed [Say "radii must have an entry for each row"]
  end.

Lemma within_good {A} words (r : result A) a : Bytes.within words r = Good a -> r = Good a.
Proof. destruct r as [b|[]]; [auto | discriminate]. Qed.

Lemma radii_hold_sound p q n target_at first : typed p n q -> forall rows radii number h h',
  radii_hold p q n target_at first number rows radii h = Good h' ->
  Forall2 (fun r radius => has_radius (fun z => right (target_at r) (Model.eval (model n) z)) (point r) radius) rows radii.
Proof.
  intros W. induction rows as [|r rows IH]; intros [|radius radii] number h h' H; cbn [radii_hold] in H; try discriminate; [constructor|].
  destruct (radius_shown p q n (fst r, target_at r, radius) h) as [h1|] eqn:R.
  - constructor; [|eapply IH, H]. pose proof R as R'. unfold radius_shown in R'.
    destruct (Nat.eqb_spec (List.length (fst (fst r))) p) as [L|]; [|discriminate].
    destruct (possible q (target_at r)) eqn:T; [|discriminate]. exact (radius_sound p q n (fst r) _ W L T radius h h1 R).
  - apply within_good in H. destruct first; discriminate.
Qed.

(** All hints are read, and none is left. *)
Definition none_left (r : result (list hint)) : result unit :=
  let! h := r in require (match h with [] => true | _ => false end) [Say "a hint is left over"].

Section One.

Variables (f : folder) (rn rd : reference) (n : node) (d : dataset).
Hypothesis N : is_network f rn n.
Hypothesis D : is_dataset f rd d.

Let p := wide_in n.
Let q := wide_out n.

Lemma shape : typed p (body (whole n)) q.
Proof. destruct N as (s & _ & E). exact (network_fits _ _ E). Qed.

Definition check_with_radii (g : goal) (radii : list radius) (hs : list hint_text) : result unit :=
  let! _ := allow (Z.of_nat (List.length radii) =? Z.of_nat (List.length (rows d)))
    [Say "radii must have "; Count (Z.of_nat (List.length (rows d))); Say " entries, not "; Count (Z.of_nat (List.length radii))] in
  let! _ := fits_data g n d in
  let! _ := balls_afforded [n] (ins (whole n)) (rows d) radii hs in
  let read := read_hints ReadsWrong [n] (ins (whole n)) hs in
  none_left (radii_hold p q (body (whole n)) (target_of g q) (snd read) 0 (rows d) radii (fst read)).

Lemma with_radii_right g radii hs u : check_with_radii g radii hs = Good u ->
  posed g n d /\ Forall2 (fun r radius => has_radius (right_at g n r) (point r) radius) (rows d) radii.
Proof.
  intros H. unfold check_with_radii in H. taken H A. taken H B. taken H C. unfold none_left in H. taken H E.
  split; [eapply posed_by; eassumption|]. exact (radii_hold_sound _ _ _ _ _ shape _ _ _ _ _ E).
Qed.

Lemma check_with_radii_sound g radii hs u : check_with_radii g radii hs = Good u -> holds f (WithRadii g rn rd radii).
Proof.
  intros H. apply with_radii_right in H. destruct H as [P F]. exists n, d. split; [exact N|]. split; [exact D|]. split; assumption.
Qed.

(** One radius for all rows. *)
Definition check_robustly (g : goal) (r : Q) (hs : list hint_text) : result unit :=
  let! _ := allow (Qle_bool 0 r) [Say "a radius must be at least 0"] in
  check_with_radii g (fold_left (fun radii _ => Radii.Closed r None :: radii) (rows d) []) hs.

Lemma of_one_radius {A} (P : A -> radius -> Prop) r (l : list A) (radii : list radius) :
  Forall2 P l radii -> Forall (eq r) radii -> Forall (fun a => P a r) l.
Proof. induction 1; intros E; [constructor|]. inversion E; subst. constructor; auto. Qed.

Lemma check_robustly_sound g r hs u : check_robustly g r hs = Good u -> holds f (Robustly g rn rd r).
Proof.
  intros H. unfold check_robustly in H. taken H A. apply allow_true in A. apply with_radii_right in H. destruct H as [P F].
  exists n, d. split; [exact N|]. split; [exact D|]. split; [exact P|]. split; [apply Qle_bool_iff, A|].
  apply (of_one_radius _ (Radii.Closed r None)) in F.
  - eapply Forall_impl; [|exact F]. cbn beta. intros row (_ & R & _). exact R.
  - assert (G : forall (l : list row) radii, Forall (eq (Radii.Closed r None)) radii ->
      Forall (eq (Radii.Closed r None)) (fold_left (fun radii _ => Radii.Closed r None :: radii) l radii)).
    { induction l as [|a l IH]; intros radii R; cbn [fold_left]; [exact R|]. apply IH. constructor; auto. }
    apply G. constructor.
Qed.

(** * Two networks *)

Variables (rm : reference) (m : node).
Hypothesis M : is_network f rm m.

Definition check_equivalent_on_balls (r : Q) (hs : list hint_text) : result unit :=
  let! _ := allow (Qle_bool 0 r) [Say "a radius must be at least 0"] in
  let! _ := fits_pair n m in
  let! _ := fits_points (ins (whole n)) d in
  let! _ := regions_afforded [n; m] (Z.of_N (ins (whole n))) (16 * Z.of_N (outs (whole n))) 0 (if Qeq_bool r 0 then 0 else Z.of_nat (List.length (rows d)))
    (Z.of_nat (List.length (rows d))) hs in
  let read := read_hints ReadsEnds [n; m] (ins (whole n)) hs in
  shown (check_balls p q (whole n) (whole m) r (map fst (rows d)) (fst read)) (snd read).

Lemma check_equivalent_on_balls_sound r hs u : check_equivalent_on_balls r hs = Good u -> holds f (EquivalentOnBalls rn rm rd r).
Proof.
  intros H. unfold check_equivalent_on_balls in H. taken H A. taken H B. taken H C. taken H E. apply shown_true in H. apply allow_true in A.
  exists n, m, d. split; [exact N|]. split; [exact M|]. split; [exact D|]. split; [eapply alike_by; eassumption|].
  split; [destruct D as (s & _ & Ds); eapply points_fit_by; eassumption|]. split; [apply Qle_bool_iff, A|].
  apply Forall_forall. intros row I z W. exact (balls_model _ _ _ _ _ _ _ H (fst row) (in_map fst _ _ I) z W).
Qed.

(** The first of the greatest numbers. *)
Fixpoint first_greatest (place best : nat) (most : Z) (l : list Z) : nat :=
  match l with
  | [] => best
  | x :: l' => if most <? x then first_greatest (S place) place x l' else first_greatest (S place) best most l'
  end.

Definition class_at (x : values_over) : nat :=
  match fst (value (body (whole m)) x) with
  | [] => O
  | y :: l => first_greatest 1 0 y l
  end.

Definition is_wrong (r : radius) : bool := match r with Radii.Wrong => true | _ => false end.

Definition check_same_class_on_balls (radii : list radius) (hs : list hint_text) : result unit :=
  let! _ := allow (negb (existsb is_wrong radii)) [Say "a radius of this kind of claim must not be [""wrong""]"] in
  let! _ := allow (Z.of_nat (List.length radii) =? Z.of_nat (List.length (rows d)))
    [Say "radii must have "; Count (Z.of_nat (List.length (rows d))); Say " entries, not "; Count (Z.of_nat (List.length radii))] in
  let! _ := fits_pair n m in
  let! _ := fits_points (ins (whole n)) d in
  let! _ := require (2 <=? outs (whole n))%N [Say "the networks have one output: there must be at least two classes"] in
  let! _ := balls_afforded [n; m; m] (ins (whole n)) (rows d) radii hs in
  let read := read_hints ReadsWrong [n; m] (ins (whole n)) hs in
  none_left (radii_hold p (q + q) (Concatenate (body (whole n)) (body (whole m))) (fun r => Both (class_at (fst r)) q)
    (snd read) 0 (rows d) radii (fst read)).

(** The point of a row is in its own ball. *)
Lemma has_radius_at (good : Model.vec -> Prop) (x : Model.vec) r : (forall y z, same y z -> good y -> good z) ->
  has_radius good x r -> r <> Radii.Wrong -> good x.
Proof.
  intros S H W.
  destruct r as [| |r s|r s]; [| contradiction | |]; cbn [has_radius] in H.
  - apply H. reflexivity.
  - destruct H as (R & H & _). apply H. clear - R. induction x as [|a x IH]; constructor; [|exact IH].
    assert (E : (a - a == 0)%Q) by ring. rewrite E. exact R.
  - destruct H as (R & H & _). apply H. clear - R. induction x as [|a x IH]; constructor; [|exact IH].
    assert (E : (a - a == 0)%Q) by ring. rewrite E. exact R.
Qed.

Lemma check_same_class_on_balls_sound radii hs u : check_same_class_on_balls radii hs = Good u ->
  holds f (SameClassOnBalls rn rm rd radii).
Proof.
  intros H. unfold check_same_class_on_balls in H. taken H W. taken H A. taken H B. taken H C. taken H E. taken H G. unfold none_left in H. taken H K.
  exists n, m, d. split; [exact N|]. split; [exact M|]. split; [exact D|]. pose proof (alike_by _ _ _ _ _ _ N M B) as L.
  split; [exact L|]. apply require_true, N.leb_le in E. split; [unfold wide_out; lia|].
  assert (Pf : points_fit p (rows d)) by (destruct D as (s & _ & Ds); exact (points_fit_by _ _ _ _ Ds C)).
  split; [exact Pf|].
  assert (Tm : typed p (body (whole m)) q).
  { destruct M as (s & _ & Em). pose proof (network_fits _ _ Em) as T. destruct L as (_ & _ & L1 & L2). unfold wide_in, wide_out in *.
    rewrite L1, L2 in T. exact T. }
  apply (radii_hold_sound _ _ _ _ _ (typed_concatenate _ _ _ _ _ shape Tm)) in K.
  apply allow_true, negb_true_iff in W. destruct Pf as [_ Pf]. clear - K W Pf N. revert W Pf.
  assert (Good2 : forall k z, List.length z = p -> right (Both k q) (Model.eval (model (Concatenate (body (whole n)) (body (whole m)))) z) <->
    wins k (answer n z) /\ wins k (answer m z)).
  { intros k z Lz. cbn [right model Model.eval]. fold (meaning (whole n)) (meaning (whole m)).
    assert (Lq : List.length (Model.eval (meaning (whole n)) z) = q) by (eapply Model.takes_length; [apply typed_takes, shape | exact Lz]).
    rewrite firstn_app, skipn_app, Lq, Nat.sub_diag, <- Lq, firstn_all, skipn_all, app_nil_r. cbn [app skipn]. reflexivity. }
  induction K as [|row r l rs H K IH]; intros W Pf; [constructor|]. cbn [existsb] in W. apply orb_false_iff in W. destruct W as [W1 W2].
  inversion Pf as [|? ? P1 P2]; subst. constructor; [|apply IH; assumption].
  assert (NW : r <> Radii.Wrong) by (intros ->; discriminate). split; [exact NW|]. exists (class_at (fst row)).
  assert (HR : has_radius (fun z => wins (class_at (fst row)) (answer n z) /\ wins (class_at (fst row)) (answer m z)) (point row) r).
  { eapply has_radius_weaker; [|exact H]. intros z Lz. apply Good2. congruence. }
  split; [|exact HR].
  refine (proj2 (has_radius_at _ _ _ _ HR NW)). intros y z S [Y1 Y2].
  split; (eapply wins_same; [apply Model.eval_same, S | assumption]).
Qed.

End One.
