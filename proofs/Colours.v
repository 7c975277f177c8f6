(** Colours of wires: how many operations it takes to tell the points 0, e_1, ..., e_m apart from 0.

    The nodes 0, ..., m stand for the points 0, e_1, ..., e_m, and node 0 for the constants too. Nodes get colours; a wire has a
    colour if all nodes at which it differs from its value at node 0 have it, and node 0 has it where that value is not 0. Each
    operation on the path of node 0 makes at most one colour vanish; at the end all nodes have the colour of node 0. *)

From Coq Require Import QArith List Bool Arith Lia Lqa.
From Memocert Require Import Model NormalForm Line.
Import ListNotations.
Open Scope Q_scope.

Section Colours.

Variable m : nat.

Definition colouring := nat -> nat.
Definition colours (k : colouring) : nat := length (nodup Nat.eq_dec (map k (seq 0 (S m)))).

(** Nodes that have not got the colour of node 0. *)
Definition apart (k : colouring) (j : nat) : Prop := (j <= m)%nat /\ k j <> k 0%nat.

(** The values f of a wire at the nodes have one colour. *)
Definition good (k : colouring) (f : nat -> Q) : Prop := exists a,
  (forall j, apart k j -> ~ f j == f 0%nat -> k j = a) /\ (~ f 0%nat == 0 -> a = k 0%nat).

(** Colours are only made equal. *)
Definition coarser (k l : colouring) : Prop := exists h, forall j, l j = h (k j).

Lemma coarser_refl k : coarser k k.
Proof. exists (fun c => c). reflexivity. Qed.

Lemma coarser_trans k l q : coarser k l -> coarser l q -> coarser k q.
Proof. intros [g G] [h H]. exists (fun c => h (g c)). intros j. rewrite H, G. reflexivity. Qed.

Lemma coarser_apart k l j : coarser k l -> apart l j -> apart k j.
Proof. intros [h H] [J A]. split; [exact J|]. intros E. apply A. rewrite !H, E. reflexivity. Qed.

Lemma coarser_good k l f : coarser k l -> good k f -> good l f.
Proof.
  intros C (a & A & Z). pose proof C as [h H]. exists (h a). split.
  - intros j J D. rewrite H, (A j); auto. eapply coarser_apart; eauto.
  - intros N. rewrite H, Z; auto.
Qed.

(** Only the values at node 0 and at nodes apart from it matter. *)
Lemma good_ext k f g : (forall j, apart k j -> f j == g j) -> f 0%nat == g 0%nat -> good k f -> good k g.
Proof.
  intros E Z (a & A & N). exists a. split.
  - intros j J D. apply A; auto. intros F. apply D. rewrite <- (E j J), <- Z. exact F.
  - intros F. apply N. rewrite Z. exact F.
Qed.

(** Wires that are equal at all nodes apart from node 0 have its colour. *)
Lemma good_equal k f : (forall j, apart k j -> f j == f 0%nat) -> good k f.
Proof. intros E. exists (k 0%nat). split; auto. intros j J D. destruct (D (E j J)). Qed.

(** What is made of one wire alone and is 0 where it is 0. *)
Lemma good_map k f act : (forall u v, u == v -> act u == act v) -> act 0 == 0 -> good k f -> good k (fun j => act (f j)).
Proof.
  intros S Z (a & A & N). exists a. split.
  - intros j J D. apply A; auto.
  - intros F. apply N. intros E. apply F. rewrite (S _ _ E). exact Z.
Qed.

(** One colour is replaced by another. *)
Definition merge (a b : nat) (k : colouring) : colouring := fun j => if Nat.eqb (k j) a then b else k j.

Lemma merge_coarser a b k : coarser k (merge a b k).
Proof. exists (fun c => if Nat.eqb c a then b else c). reflexivity. Qed.

Lemma merge_colours a b k : (colours k <= S (colours (merge a b k)))%nat.
Proof.
  unfold colours. change (S (length ?l)) with (length (a :: l)). apply NoDup_incl_length; [apply NoDup_nodup|].
  intros c I. apply nodup_In, in_map_iff in I. destruct I as (j & E & J). destruct (Nat.eq_dec c a) as [-> | N]; [left; reflexivity|].
  right. apply nodup_In, in_map_iff. exists j. split; [|exact J]. unfold merge. rewrite E.
  apply Nat.eqb_neq in N. rewrite N. reflexivity.
Qed.

(** An addition: two colours become one. *)
Lemma join k f g : good k f -> good k g -> exists l, coarser k l /\ (colours k <= S (colours l))%nat /\ good l (fun j => f j + g j).
Proof.
  intros (a & A & Za) (b & B & Zb). exists (merge a b k). split; [apply merge_coarser|]. split; [apply merge_colours|].
  assert (Ma : forall j, k j = a -> merge a b k j = b) by (intros j <-; unfold merge; rewrite Nat.eqb_refl; reflexivity).
  assert (Mb : forall j, k j = b -> merge a b k j = b).
  { intros j <-. unfold merge. destruct (Nat.eqb (k j) a); reflexivity. }
  exists b. split.
  - intros j J D. apply (coarser_apart k) in J; [|apply merge_coarser].
    destruct (Qeq_dec (f j) (f 0%nat)) as [E | E]; [|apply Ma, A; auto].
    apply Mb, B; auto. intros F. apply D. rewrite E, F. reflexivity.
  - intros N. symmetry. destruct (Qeq_dec (f 0%nat) 0) as [E | E]; [|apply Ma; symmetry; auto].
    apply Mb. symmetry. apply Zb. intros F. apply N. rewrite E, F. reflexivity.
Qed.

(** A test or a unit: the colour of the wire becomes that of node 0. *)
Lemma settle k f : good k f -> exists l, coarser k l /\ (colours k <= S (colours l))%nat /\ forall j, apart l j -> f j == f 0%nat.
Proof.
  intros (a & A & _). exists (merge a (k 0%nat) k). split; [apply merge_coarser|]. split; [apply merge_colours|].
  intros j J. destruct (Qeq_dec (f j) (f 0%nat)) as [E | E]; [exact E|]. exfalso.
  pose proof (coarser_apart _ _ _ (merge_coarser a (k 0%nat) k) J) as K. destruct J as [_ N]. apply N. unfold merge.
  rewrite (A j K E), Nat.eqb_refl. destruct (Nat.eqb (k 0%nat) a); reflexivity.
Qed.

(** * Vectors at the nodes *)

Definition wire (x : nat -> vec) (i : nat) : nat -> Q := fun j => nth i (x j) 0.
Definition goods (k : colouring) (x : nat -> vec) : Prop :=
  (forall i, good k (wire x i)) /\ forall j, apart k j -> length (x j) = length (x 0%nat).

Lemma coarser_goods k l x : coarser k l -> goods k x -> goods l x.
Proof.
  intros C [G L]. split; [intros i; eapply coarser_good; eauto|]. intros j J. apply L. eapply coarser_apart; eauto.
Qed.

Lemma dot_step a w x : dot (a :: w) x == a * nth 0 x 0 + dot w (tl x).
Proof. destruct x; simpl; [rewrite dot_nil_r|]; ring. Qed.

(** A weighted sum of t wires: t - 1 colours vanish; a sum of no wires is 0. *)
Lemma sum_good w : forall k x, (forall i, good k (wire x i)) -> exists l, coarser k l /\
  (colours k <= colours l + Nat.pred (count stored w))%nat /\ good l (fun j => dot w (x j)) /\
  (count stored w = 0%nat -> forall j, dot w (x j) == 0).
Proof.
  induction w as [|a w IH]; intros k x G.
  - exists k. split; [apply coarser_refl|]. split; [simpl; lia|]. split; [apply good_equal|]; reflexivity.
  - destruct (IH k (fun j => tl (x j))) as (l & C & N & D & Z).
    { intros i. apply (good_ext k (wire x (S i))); [|unfold wire; destruct (x 0%nat); [destruct i|]; reflexivity|apply G].
      intros j _. unfold wire. destruct (x j); [destruct i|]; reflexivity. }
    unfold count in *. cbn [filter]. destruct (stored a) eqn:E.
    2: { unfold stored in E. apply negb_false_iff, Qeq_bool_iff in E. assert (F : forall j, dot w (tl (x j)) == dot (a :: w) (x j)).
      { intros j. rewrite dot_step, E. ring. }
      exists l. split; [exact C|]. split; [exact N|]. split; [eapply good_ext; [| |exact D]; intros; apply F|].
      intros H j. rewrite <- F. apply Z, H. }
    { assert (A : good l (fun j => a * wire x 0 j)).
      { apply (good_map l (wire x 0) (fun v => a * v)); [intros u v Q; rewrite Q; reflexivity | ring | eapply coarser_good; eauto]. }
      cbn [length Nat.pred]. destruct (length (filter stored w)) as [|t] eqn:T.
      * exists l. split; [exact C|]. split; [simpl in N; lia|]. split; [|discriminate].
        eapply good_ext; [| |exact A]; intros; rewrite dot_step, Z by reflexivity; unfold wire; ring.
      * destruct (join l _ _ A D) as (q & C2 & N2 & G2). exists q. split; [eapply coarser_trans; eauto|].
        split; [simpl in N; lia|]. split; [|discriminate].
        eapply good_ext; [| |exact G2]; intros; rewrite dot_step; unfold wire; ring. }
Qed.

(** A row of an affine layer. *)
Lemma row_good row k x : (forall i, good k (wire x i)) -> exists l, coarser k l /\
  (colours k <= colours l + total (row_cost row))%nat /\ good l (fun j => at_ row (x j)).
Proof.
  intros G. destruct (sum_good (fst row) k x G) as (l & C & N & D & Z). unfold row_cost, total, at_.
  cbn [additions multiplications comparisons]. destruct (Qeq_bool (snd row) 0) eqn:E.
  - apply Qeq_bool_iff in E. exists l. split; [exact C|]. split; [lia|].
    eapply good_ext; [| |exact D]; intros; rewrite E; ring.
  - assert (B : good l (fun _ => snd row)) by (apply good_equal; reflexivity).
    destruct (count stored (fst row)) as [|t] eqn:T.
    + exists l. split; [exact C|]. split; [simpl in N; lia|].
      eapply good_ext; [| |exact B]; intros; cbn beta; rewrite Z by reflexivity; ring.
    + destruct (join l _ _ D B) as (q & C2 & N2 & G2). exists q. split; [eapply coarser_trans; eauto|]. split; [simpl in N; lia | exact G2].
Qed.

(** All rows of an affine layer. *)
Lemma rows_good rows x : forall k, (forall i, good k (wire x i)) -> exists l, coarser k l /\
  (colours k <= colours l + total (fold_right (fun row sum => plus (row_cost row) sum) none rows))%nat /\
  forall row, In row rows -> good l (fun j => at_ row (x j)).
Proof.
  induction rows as [|row rows IH]; intros k G.
  - exists k. split; [apply coarser_refl|]. split; [lia | intros row []].
  - destruct (row_good row k x G) as (l & C & N & D). destruct (IH l) as (q & C2 & N2 & D2).
    { intros i. eapply coarser_good; eauto. }
    exists q. split; [eapply coarser_trans; eauto|]. split; [cbn [fold_right]; rewrite total_plus; lia|].
    intros r [<- | I]; [eapply coarser_good; eauto | apply D2, I].
Qed.

(** Step units: one colour vanishes for each. *)
Lemma units_settle x n : forall k, (forall i, good k (wire x i)) -> exists l, coarser k l /\
  (colours k <= colours l + n)%nat /\ forall i j, (i < n)%nat -> apart l j -> wire x i j == wire x i 0%nat.
Proof.
  induction n as [|n IH]; intros k G.
  - exists k. split; [apply coarser_refl|]. split; lia.
  - destruct (IH k G) as (l & C & N & D). destruct (settle l (wire x n)) as (q & C2 & N2 & D2).
    { eapply coarser_good; eauto. }
    exists q. split; [eapply coarser_trans; eauto|]. split; [lia|]. intros i j I J. destruct (Nat.eq_dec i n) as [-> | Ne].
    + apply D2, J.
    + apply D; [lia|]. eapply coarser_apart; eauto.
Qed.

Lemma nth_rows rows x i : (i < length rows)%nat -> nth i (map (fun row => at_ row x) rows) 0 = at_ (nth i rows ([], 0)) x.
Proof. intros L. rewrite (nth_indep _ 0 (at_ ([], 0) x)) by (rewrite map_length; exact L). apply (map_nth (fun row => at_ row x)). Qed.

(** Every network: at most as many colours vanish as node 0 pays operations. *)
Lemma vanish n : forall k x, goods k x -> exists l, coarser k l /\
  (colours k <= colours l + total (spent n (x 0%nat)))%nat /\ goods l (fun j => eval n (x j)).
Proof.
  induction n as [rows | | | | f IHf g IHg | f IHf g IHg | w t below IHb above IHa]; intros k x [G L]; cbn [eval spent].
  - destruct (rows_good rows x k G) as (l & C & N & D). exists l. split; [exact C|]. split; [exact N|]. split.
    + intros i. destruct (le_lt_dec (length rows) i) as [I | I].
      * apply good_equal. intros j _. unfold wire. rewrite !nth_overflow; [reflexivity | rewrite map_length; exact I..].
      * eapply good_ext; [| |apply (D (nth i rows ([], 0))), nth_In, I]; intros; unfold wire; rewrite nth_rows by exact I; reflexivity.
    + intros j _. rewrite !map_length. reflexivity.
  - exists k. split; [apply coarser_refl|]. split; [lia | split; assumption].
  - exists k. split; [apply coarser_refl|]. split; [lia|]. split; [|intros j J; rewrite !map_length; auto].
    intros i. eapply good_ext; [| |apply (good_map k (wire x i) relu relu_same); [reflexivity | apply G]]; intros; unfold wire;
      change 0 with (relu 0) at 2; rewrite map_nth; reflexivity.
  - destruct (units_settle x (length (x 0%nat)) k G) as (l & C & N & D). exists l. split; [exact C|].
    split; [unfold total; simpl; lia|]. split; [|intros j J; rewrite !map_length; apply L; eapply coarser_apart; eauto].
    intros i. apply good_equal. intros j J. pose proof (L j (coarser_apart _ _ _ C J)) as Lj. unfold wire in *.
    destruct (le_lt_dec (length (x 0%nat)) i) as [I | I].
    + rewrite !nth_overflow; [reflexivity | rewrite map_length; lia..].
    + rewrite !(nth_indep _ 0 (step 0)) by (rewrite map_length; lia). rewrite !map_nth. apply step_same, D; auto.
  - destruct (IHf k x) as (l & C & N & D); [split; assumption|]. destruct (IHg l _ D) as (q & C2 & N2 & D2).
    exists q. split; [eapply coarser_trans; eauto|]. split; [rewrite total_plus; lia | exact D2].
  - destruct (IHf k x) as (l & C & N & D); [split; assumption|]. destruct (IHg l x) as (q & C2 & N2 & D2).
    { eapply coarser_goods; [exact C | split; assumption]. }
    apply (coarser_goods _ _ _ C2) in D. destruct D as [D Ld]. destruct D2 as [D2 Ld2].
    exists q. split; [eapply coarser_trans; eauto|]. split; [rewrite total_plus; lia|]. split.
    + intros i. destruct (le_lt_dec (length (eval f (x 0%nat))) i) as [I | I].
      * eapply good_ext; [| |apply (D2 (i - length (eval f (x 0%nat)))%nat)].
        -- intros j J. unfold wire. rewrite app_nth2, (Ld j J) by (rewrite (Ld j J); exact I). reflexivity.
        -- unfold wire. rewrite app_nth2 by exact I. reflexivity.
      * eapply good_ext; [| |apply (D i)].
        -- intros j J. unfold wire. rewrite app_nth1 by (rewrite (Ld j J); exact I). reflexivity.
        -- unfold wire. rewrite app_nth1 by exact I. reflexivity.
    + intros j J. rewrite !app_length, (Ld j J), (Ld2 j J). reflexivity.
  - destruct (sum_good w k x G) as (l & C & N & D & _). destruct (settle l _ D) as (q & C2 & N2 & D2).
    assert (O : forall j, apart q j -> opens w t (x j) = opens w t (x 0%nat)).
    { intros j J. apply Qle_bool_eq; [reflexivity | apply D2, J]. }
    assert (C3 : coarser k q) by (eapply coarser_trans; eauto).
    assert (H : forall side, (forall k x, goods k x -> exists l, coarser k l /\
        (colours k <= colours l + total (spent side (x 0%nat)))%nat /\ goods l (fun j => eval side (x j))) ->
      exists r, coarser q r /\ (colours q <= colours r + total (spent side (x 0%nat)))%nat /\ goods r (fun j => eval side (x j))).
    { intros side IH. apply IH. eapply coarser_goods; [exact C3 | split; assumption]. }
    assert (F : forall side, (forall j, apart q j -> eval (Branch w t below above) (x j) = eval side (x j)) ->
      eval (Branch w t below above) (x 0%nat) = eval side (x 0%nat) -> forall r, coarser q r -> goods r (fun j => eval side (x j)) ->
      goods r (fun j => eval (Branch w t below above) (x j))).
    { intros side E E0 r Cr [Gr Lr]. split.
      - intros i. eapply good_ext; [| |apply (Gr i)]; unfold wire; [|rewrite E0; reflexivity].
        intros j J. rewrite E by (eapply coarser_apart; eauto). reflexivity.
      - intros j J. rewrite E0, E by (eapply coarser_apart; eauto). auto. }
    assert (W : total (gate_cost w) = (Nat.pred (count stored w) + count multiplied w + 1)%nat) by (unfold total, gate_cost; simpl; lia).
    rewrite total_plus, W. destruct (opens w t (x 0%nat)) eqn:E.
    + destruct (H above IHa) as (r & Cr & Nr & Gr). exists r. split; [eapply coarser_trans; eauto|]. split; [lia|].
      apply (F above); auto; [intros j J; cbn [eval]; rewrite O by exact J; reflexivity | cbn [eval]; rewrite E; reflexivity].
    + destruct (H below IHb) as (r & Cr & Nr & Gr). exists r. split; [eapply coarser_trans; eauto|]. split; [lia|].
      apply (F below); auto; [intros j J; cbn [eval]; rewrite O by exact J; reflexivity | cbn [eval]; rewrite E; reflexivity].
Qed.

End Colours.
