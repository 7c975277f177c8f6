(** What must fit before anything runs, and claims about the points of a data set. *)

From Coq Require Import String NArith ZArith QArith List Bool Lia.
From Memocert Require Import Nets Checker Radii.
From Memocert Require Import native.Bytes native.Costs native.Network native.Dataset native.Claim native.Meaning native.Values native.Demand native.Hinted native.Prices.
From Memocert Require Model.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.

(** * Rows *)

(** Each row passes a test, or the first one that does not is named. *)
Fixpoint each_row (test : row -> result unit) (number : Z) (rows : list row) : result unit :=
  match rows with
  | [] => Good tt
  | r :: rest =>
      match test r with
      | Good _ => each_row test (number + 1) rest
      | bad => Bytes.within [Say "point "; Count number; Say ": "] bad
      end
  end.

Lemma each_row_all test rows : forall number u, each_row test number rows = Good u -> Forall (fun r => exists u, test r = Good u) rows.
Proof.
  induction rows as [|r rows IH]; intros number u H; [constructor|]. cbn [each_row] in H. destruct (test r) as [v|[kind place words]] eqn:E.
  - constructor; [eauto | eapply IH, H].
  - discriminate.
Qed.

Definition class_label (q : Z) (r : row) : bool :=
  match snd r with
  | ([k], xH) => (0 <=? k) && (k <? q)
  | _ => false
  end.

Definition fits_points (p : N) (d : dataset) : result unit :=
  require (Dataset.inputs d =? p)%N
    ([Say "points have "] ++ counted_words (Z.of_N (Dataset.inputs d)) "coordinate" "coordinates" ++
     [Say ", the network "] ++ counted_words (Z.of_N p) "input" "inputs").

Definition fits_labels (g : goal) (q : N) (d : dataset) : result unit :=
  match g with
  | AsGiven =>
      require (Dataset.outputs d =? q)%N
        ([Say "labels have "] ++ counted_words (Z.of_N (Dataset.outputs d)) "number" "numbers" ++
         [Say ", the network has "] ++ counted_words (Z.of_N q) "output" "outputs")
  | OneHot | Greatest =>
      let! _ := require (2 <=? q)%N [Say "the network has one output: there must be at least two classes"] in
      let! _ := require (match named d with Some c => c =? Z.of_N q | None => true end)
        ([Say "the data set has "] ++ counted_words (match named d with Some c => c | None => 0 end) "class" "classes" ++
         [Say ", the network "] ++ [Count (Z.of_N q); Say " outputs"]) in
      each_row (fun r => require (class_label (Z.of_N q) r) [Say "its label is not one of the classes 0.."; Count (Z.of_N q - 1)]) 0 (rows d)
  end.

Definition fits_data (g : goal) (n : node) (d : dataset) : result unit :=
  let! _ := fits_points (ins (whole n)) d in fits_labels g (outs (whole n)) d.

Lemma rationals_length x : length (rationals x) = length (fst x).
Proof. unfold rationals. apply map_length. Qed.

Lemma class_label_is q r : class_label q r = true -> is_class (Z.to_nat q) r.
Proof.
  unfold class_label, is_class. destruct (snd r) as [[|k [|]] [| |]]; try discriminate.
  rewrite andb_true_iff, Z.leb_le, Z.ltb_lt. intros [A B]. exists (Z.to_nat k). split; [lia|]. rewrite Z2Nat.id by lia. reflexivity.
Qed.

Lemma dataset_widths s d : dataset_of s = Good d -> rows d <> [] /\
  Forall (fun r => length (fst (fst r)) = N.to_nat (Dataset.inputs d) /\ length (fst (snd r)) = N.to_nat (Dataset.outputs d)) (rows d).
Proof. intros H. destruct (dataset_right _ _ H) as (A & B & _). split; assumption. Qed.

Lemma points_fit_by s p d u : dataset_of s = Good d -> fits_points p d = Good u -> points_fit (N.to_nat p) (rows d).
Proof.
  intros D H. apply require_true, N.eqb_eq in H. destruct (dataset_widths s d D) as [N F]. split; [exact N|].
  eapply Forall_impl; [|exact F]. cbn beta. intros r [L _]. unfold point. rewrite rationals_length, <- H. exact L.
Qed.

Lemma labels_fit_by s g q d u : dataset_of s = Good d -> fits_labels g q d = Good u -> labels_fit g (N.to_nat q) d.
Proof.
  intros D H. assert (C : (2 <=? q)%N = true -> match named d with Some c => c =? Z.of_N q | None => true end = true ->
    Forall (fun r => class_label (Z.of_N q) r = true) (rows d) ->
    (2 <= N.to_nat q)%nat /\ match named d with Some c => c = Z.of_nat (N.to_nat q) | None => True end /\ Forall (is_class (N.to_nat q)) (rows d)).
  { intros A B F. apply N.leb_le in A. split; [lia|]. split.
    - destruct (named d); [apply Z.eqb_eq in B; lia | exact I].
    - eapply Forall_impl; [|exact F]. intros r R. apply class_label_is in R. replace (Z.to_nat (Z.of_N q)) with (N.to_nat q) in R by lia. exact R. }
  assert (K : fits_labels OneHot q d = Good u -> labels_fit OneHot (N.to_nat q) d).
  { cbn [fits_labels labels_fit]. intros K. taken K A. taken K B. apply require_true in A, B. apply each_row_all in K. apply C; [exact A | exact B|].
    eapply Forall_impl; [|exact K]. cbn beta. intros row (v & R). apply require_true in R. exact R. }
  destruct g; [|apply K, H | apply K, H]. cbn [fits_labels labels_fit] in *. apply require_true, N.eqb_eq in H.
  destruct (dataset_widths s d D) as [_ F]. eapply Forall_impl; [|exact F]. cbn beta. intros row [_ L].
  rewrite rationals_length, <- H. exact L.
Qed.

Lemma posed_by f rn rd g n d u : is_network f rn n -> is_dataset f rd d -> fits_data g n d = Good u -> posed g n d.
Proof.
  intros (sn & _ & Nn) (sd & _ & Dd) H. unfold fits_data in H. taken H A. split; [|split].
  - apply typed_takes, (network_fits _ _ Nn).
  - eapply points_fit_by; eassumption.
  - eapply labels_fit_by; eassumption.
Qed.

(** * At points *)

Definition right_row (g : goal) (n : node) (r : row) : bool :=
  let v := value (body (whole n)) (fst r) in
  match target_of g (wide_out n) r with
  | Label y => equal_over (fst v) (fst y) (Zpos (snd v)) (Zpos (snd y))
  | Class k => (k <? length (fst v))%nat && smaller_but k (nth k (fst v) 0) (fst v)
  | Both _ _ => false
  end.

Theorem right_row_sound : forall g n r, right_row g n r = true -> right_at g n r (point r).
Proof.
  intros g n r H. unfold right_at, answer, network, meaning. unfold right_row in H. cbv zeta in H.
  pose proof (value_sound (body (whole n)) (fst r)) as V. fold (point r) in V.
  eapply right_same; [exact V|]. destruct (value _ _) as [out e]. unfold rationals in *. cbn [fst snd] in *.
  destruct (target_of g (wide_out n) r) as [[ys d]|k|]; [| |discriminate]; cbn [right fst snd] in *.
  - exact (equal_over_sound _ _ _ _ H).
  - apply andb_prop in H. destruct H as [H1 H2]. apply Nat.ltb_lt in H1. split; [rewrite map_length; exact H1|].
    rewrite map_length. intros j J N. rewrite !Checker.nth_rationals. unfold Qlt. cbn [Qnum Qden].
    pose proof (smaller_but_sound _ _ _ _ H2 J N). nia.
Qed.

Definition goal_words (g : goal) : string :=
  match g with
  | AsGiven => "N(x) = y"
  | OneHot => "N(x) = the unit vector of class y"
  | Greatest => "output y of N(x) is greater than every other"
  end.

Definition check_points (g : goal) (n : node) (d : dataset) : result unit :=
  let! _ := fits_data g n d in
  let! _ := runs_afforded [n] (Z.of_nat (length (rows d))) in
  each_row (fun r => require (right_row g n r) [Say "it is not so that "; Say (goal_words g)]) 0 (rows d).

Theorem check_points_sound : forall f rn rd g n d u, is_network f rn n -> is_dataset f rd d -> check_points g n d = Good u ->
  holds f (AtPoints g rn rd).
Proof.
  intros f rn rd g n d u N D H. unfold check_points in H. taken H A. taken H B. exists n, d. split; [exact N|]. split; [exact D|].
  split; [exact (posed_by _ _ _ _ _ _ _ N D A)|]. apply each_row_all in H. eapply Forall_impl; [|exact H]. cbn beta.
  intros row (v & R). apply require_true in R. apply right_row_sound, R.
Qed.
