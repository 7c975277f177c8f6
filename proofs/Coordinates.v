(** How the number of coordinates enters: the points 0, e_1, ..., e_m need m operations, so with p >= n - 1 coordinates the
    worst case over data sets of n points is exactly n - 1.

    The nodes 0, ..., m stand for the points 0, e_1, ..., e_m, and node 0 for the constants too. Nodes get colours; a wire has a
    colour if all nodes at which it differs from its value at node 0 have it, and node 0 has it where that value is not 0. Each
    operation on the path of node 0 makes at most one colour vanish; at the end all nodes have the colour of node 0. *)

From Coq Require Import QArith List Bool Arith Lia Lqa.
From Memocert Require Import Model NormalForm Counting Line Space Logarithm.
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

(** * The points 0, e_1, ..., e_m *)

(** Node j as a point of Q^p: node 0 is 0, node j is e_j. *)
Definition corner (p j : nat) : vec := map (fun i => if Nat.eqb (S i) j then 1 else 0) (seq 0 p).

Lemma corner_length p j : length (corner p j) = p.
Proof. unfold corner. rewrite map_length, seq_length. reflexivity. Qed.

Lemma corner_nth p j i : nth i (corner p j) 0 = if (Nat.ltb i p && Nat.eqb (S i) j)%bool then 1 else 0.
Proof.
  unfold corner. destruct (Nat.ltb_spec i p) as [L | L].
  - set (f := fun i => if Nat.eqb (S i) j then 1 else 0). rewrite (nth_indep _ 0 (f 0%nat)) by (rewrite map_length, seq_length; exact L).
    rewrite map_nth, seq_nth by exact L. reflexivity.
  - apply nth_overflow. rewrite map_length, seq_length. exact L.
Qed.

(** At the beginning every node has a colour of its own. *)
Lemma corner_goods m p : goods m (fun j => j) (corner p).
Proof.
  split; [|intros j _; rewrite !corner_length; reflexivity]. intros i. exists (S i). unfold wire. split.
  - intros j [J A] D. rewrite !corner_nth in D. destruct (Nat.eqb_spec (S i) j) as [E | E]; [auto|]. exfalso. apply D.
    cbn [Nat.eqb]. rewrite andb_false_r. reflexivity.
  - intros N. exfalso. apply N. rewrite corner_nth. cbn [Nat.eqb]. rewrite andb_false_r. reflexivity.
Qed.

Lemma corner_colours m : colours m (fun j => j) = S m.
Proof. unfold colours. rewrite map_id, nodup_fixed_point by apply seq_NoDup. apply seq_length. Qed.

(** Vectors whose entries are equal one by one are the same. *)
Lemma same_nth x : forall y, length x = length y -> (forall i, nth i x 0 == nth i y 0) -> same x y.
Proof.
  induction x as [|a x IH]; intros [|b y] L E; try discriminate; constructor; [apply (E 0%nat)|].
  apply IH; [injection L; auto | intros i; apply (E (S i))].
Qed.

Lemma same_entry x y : same x y -> forall i, nth i x 0 == nth i y 0.
Proof. induction 1; intros [|i]; simpl; auto; reflexivity. Qed.

(** Let no number of the label of 0 be 0, and let e_1, ..., e_m in Q^p have other labels than 0. A network that is right there
    makes at least m additions, multiplications and comparisons on 0. *)
Theorem corners_need : forall m p net (label : nat -> vec), (forall i, (i < length (label 0%nat))%nat -> ~ nth i (label 0%nat) 0 == 0) ->
  (forall j, (1 <= j <= m)%nat -> ~ same (label j) (label 0%nat)) ->
  (forall j, (j <= m)%nat -> same (eval net (corner p j)) (label j)) ->
  (m <= total (spent net (corner p 0)))%nat.
Proof.
  intros m p net label Z D M. destruct (vanish m net _ _ (corner_goods m p)) as (k & C & N & G & L).
  rewrite corner_colours in N. cut (colours m k = 1%nat); [lia|].
  assert (One : forall j, (j <= m)%nat -> k j = k 0%nat).
  { intros j J. destruct (Nat.eq_dec (k j) (k 0%nat)) as [E | A]; [exact E|]. exfalso. assert (Aj : apart m k j) by (split; assumption).
    assert (P : (1 <= j)%nat) by (destruct j; [contradiction | lia]). apply (D j (conj P J)).
    pose proof (M 0%nat ltac:(lia)) as M0. eapply same_trans; [apply same_sym, M, J|]. eapply same_trans; [|exact M0].
    apply same_nth; [exact (L j Aj)|]. intros i. destruct (le_lt_dec (length (label 0%nat)) i) as [I | I].
    - rewrite <- (same_length _ _ M0) in I. rewrite !nth_overflow; [reflexivity | exact I | rewrite (L j Aj); exact I].
    - destruct (G i) as (a & Ga & G0). unfold wire in *.
      destruct (Qeq_dec (nth i (eval net (corner p j)) 0) (nth i (eval net (corner p 0)) 0)) as [E | E]; [exact E|]. exfalso.
      apply A. rewrite (Ga j Aj E). apply G0. rewrite (same_entry _ _ M0 i). apply Z, I. }
  unfold colours. change (seq 0 (S m)) with (0%nat :: seq 1 m).
  apply Nat.le_antisymm.
  - change 1%nat with (length [k 0%nat]). apply NoDup_incl_length; [apply NoDup_nodup|]. intros c I.
    apply nodup_In, in_map_iff in I. destruct I as (j & <- & J). left. symmetry. apply One. destruct J as [<- | J]; [lia|].
    apply in_seq in J. cbn [length] in J. lia.
  - assert (I : In (k 0%nat) (nodup Nat.eq_dec (map k (0%nat :: seq 1 m)))) by (apply nodup_In; left; reflexivity).
    destruct (nodup Nat.eq_dec (map k (0%nat :: seq 1 m))); [destruct I | simpl; lia].
Qed.

(** * Tests of single coordinates are enough *)

(** Different vectors of the same length differ in a coordinate. *)
Lemma differ x : forall y, length x = length y -> ~ same x y -> exists i, ~ nth i x 0 == nth i y 0.
Proof.
  induction x as [|a x IH]; intros [|b y] L D; try discriminate; [destruct D; constructor|].
  destruct (Qeq_dec a b) as [E | E]; [|exists 0%nat; exact E].
  destruct (IH y) as [i I]; [injection L; auto | intros S; apply D; constructor; assumption | exists (S i); exact I].
Qed.

(** A single coordinate. *)
Definition coordinate (i : nat) : vec := repeat 0 i ++ [1].

Lemma coordinate_value i : forall x, dot (coordinate i) x == nth i x 0.
Proof.
  induction i as [|i IH]; intros [|a x]; unfold coordinate in *; simpl; try ring. rewrite IH. ring.
Qed.

(** Its test costs one comparison. *)
Lemma coordinate_cost i : total (gate_cost (coordinate i)) = 1%nat.
Proof.
  unfold gate_cost, total, count, coordinate; cbn [additions multiplications comparisons]. rewrite !filter_app, !app_length.
  assert (Z : forall q : Q -> bool, q 0 = false -> filter q (repeat 0 i) = []).
  { intros q E. clear - E. induction i as [|i IH]; simpl; auto. rewrite E. exact IH. }
  rewrite !Z by reflexivity. reflexivity.
Qed.

Lemma filter_length {A} (q : A -> bool) l : (length (filter q l) + length (filter (fun a => negb (q a)) l) = length l)%nat.
Proof. induction l as [|a l IH]; simpl; auto. destruct (q a); simpl; lia. Qed.

Lemma filter_some {A} (q : A -> bool) l a : In a l -> q a = true -> (1 <= length (filter q l))%nat.
Proof.
  intros I E. assert (J : In a (filter q l)) by (apply filter_In; auto). destruct (filter q l); [destruct J | simpl; lia].
Qed.

Lemma pairs_filter {A} (r : A -> A -> Prop) q l : ForallOrdPairs r l -> ForallOrdPairs r (filter q l).
Proof.
  induction 1 as [|a l F P IH]; simpl; [constructor|]. destruct (q a); [|exact IH]. constructor; [|exact IH].
  rewrite Forall_forall in *. intros b B. apply F. apply filter_In in B. apply B.
Qed.

(** Every data set of n points, n >= 1, has a tree of tests of single coordinates with constant leaves: at most n - 1 operations on
    every input. *)
Theorem coordinates_enough : forall p d n s, (1 <= n)%nat -> well_formed p d n s ->
  exists net, memorizes net s /\ forall x, (total (spent net x) <= n - 1)%nat.
Proof.
  intros p d n. induction n as [n IH] using lt_wf_ind. intros s N (L & O & W).
  destruct s as [|[x y] [|[u v] s]]; [simpl in L; lia| |].
  - exists (Affine (map constant y)). split.
    + intros a b [E | []]. injection E as <- <-. apply (constants_value y).
    + intros a. pose proof (constants_cost y) as C. unfold affine_cost in C. cbn [spent]. lia.
  - set (r := (x, y) :: (u, v) :: s) in *.
    assert (D : exists i, ~ nth i x 0 == nth i u 0).
    { apply differ.
      - destruct (W x y) as [-> _]; [left; reflexivity|]. destruct (W u v) as [-> _]; [right; left; reflexivity | reflexivity].
      - inversion O as [|? ? F _]; subst. inversion F; assumption. }
    destruct D as [i D]. set (t := if Qlt_le_dec (nth i x 0) (nth i u 0) then nth i u 0 else nth i x 0).
    set (q := fun row : vec * vec => opens (coordinate i) t (fst row)).
    assert (Q : forall row : vec * vec, q row = true <-> t <= nth i (fst row) 0).
    { intros row. unfold q, opens. rewrite Qle_bool_iff, coordinate_value. reflexivity. }
    assert (S : exists a b, In a r /\ q a = true /\ In b r /\ q b = false).
    { assert (X : In (x, y) r) by (left; reflexivity). assert (U : In (u, v) r) by (right; left; reflexivity).
      assert (F : forall row, nth i (fst row) 0 < t -> q row = false).
      { intros row K. destruct (q row) eqn:E; auto. apply Q in E. destruct (Qlt_not_le _ _ K E). }
      unfold t in F. clearbody q. revert Q F. unfold t. destruct (Qlt_le_dec (nth i x 0) (nth i u 0)) as [K | K]; intros Q F.
      - exists (u, v), (x, y). split; [exact U|]. split; [apply Q, Qle_refl|]. split; [exact X | apply F, K].
      - exists (x, y), (u, v). split; [exact X|]. split; [apply Q, Qle_refl|]. split; [exact U|]. apply F. cbn [fst].
        apply Qle_lteq in K. destruct K as [K | K]; [exact K | exfalso; apply D; symmetry; exact K]. }
    destruct S as (a & b & Ia & Qa & Ib & Qb). pose proof (filter_length q r) as T. rewrite L in T.
    pose proof (filter_some q r a Ia Qa) as A1. pose proof (filter_some (fun e => negb (q e)) r b Ib (f_equal negb Qb)) as B1.
    assert (H : forall keep, (1 <= length (filter keep r) < n)%nat -> exists net, memorizes net (filter keep r) /\
      forall z, (total (spent net z) <= length (filter keep r) - 1)%nat).
    { intros keep [P1 P2]. apply (IH _ P2); [exact P1|]. split; [reflexivity|]. split; [apply pairs_filter, O|].
      intros z w I. apply filter_In in I. apply W, I. }
    destruct (H q) as (above & Ma & Ca); [lia|]. destruct (H (fun e => negb (q e))) as (below & Mb & Cb); [lia|].
    exists (Branch (coordinate i) t below above). split.
    + intros z w I. cbn [eval]. destruct (opens (coordinate i) t z) eqn:E.
      * apply Ma, filter_In. split; [exact I | exact E].
      * apply Mb, filter_In. split; [exact I|]. unfold q. cbn [fst]. rewrite E. reflexivity.
    + intros z. cbn [spent]. rewrite total_plus, coordinate_cost. specialize (Ca z). specialize (Cb z).
      destruct (opens (coordinate i) t z); lia.
Qed.

(** The data: 0 with the label (1, ..., 1), e_j with the label (1 + j, ..., 1 + j). *)
Definition corners (p d m : nat) : data := map (fun j => (corner p j, repeat (nat_q (S j)) d)) (seq 0 (S m)).

Lemma corner_same p i j : (i <= p)%nat -> (j <= p)%nat -> same (corner p i) (corner p j) -> i = j.
Proof.
  intros I J E. destruct i as [|i].
  - destruct j as [|j]; auto. apply same_entry with (i := j) in E. rewrite !corner_nth in E.
    destruct (Nat.ltb_spec j p); [|lia]. cbn [Nat.eqb andb] in E. rewrite Nat.eqb_refl in E. discriminate.
  - apply same_entry with (i := i) in E. rewrite !corner_nth in E. destruct (Nat.ltb_spec i p); [|lia].
    rewrite Nat.eqb_refl in E. cbn [andb] in E. destruct (Nat.eqb_spec (S i) j); [assumption | discriminate].
Qed.

Lemma corners_well_formed p d m : (m <= p)%nat -> well_formed p d (S m) (corners p d m).
Proof.
  intros P. split; [unfold corners; rewrite map_length, seq_length; reflexivity|]. split.
  - unfold corners. set (f := fun j : nat => (corner p j, repeat (nat_q (S j)) d)).
    cut (forall n start, (start + n <= S m)%nat -> ForallOrdPairs (fun q r => ~ same (fst q) (fst r)) (map f (seq start n))); [auto|].
    induction n as [|n IH]; intros start B; [constructor|]. cbn [seq map]. constructor; [|apply IH; lia].
    rewrite Forall_map. apply Forall_forall. intros k K E. apply in_seq in K. apply corner_same in E; lia.
  - intros x y I. unfold corners in I. apply in_map_iff in I. destruct I as (j & E & _). injection E as <- <-.
    rewrite corner_length, repeat_length. auto.
Qed.

(** How p enters: with p >= n - 1 coordinates the worst case over all data sets of n points is n - 1 operations, for labels of any
    number of numbers: some data set needs them on the point 0, and for every data set they are enough on every input. *)
Theorem worst_case_wide : forall n p d, (1 <= n)%nat -> (n - 1 <= p)%nat -> (1 <= d)%nat ->
  (exists s x y, well_formed p d n s /\ In (x, y) s /\ forall net, memorizes net s -> (n - 1 <= total (spent net x))%nat) /\
  (forall s, well_formed p d n s -> exists net, memorizes net s /\ forall x, (total (spent net x) <= n - 1)%nat).
Proof.
  intros n p d N P D. split; [|intros s F; apply (coordinates_enough p d n s N F)].
  destruct n as [|m]; [lia|]. replace (S m - 1)%nat with m in * by lia.
  exists (corners p d m), (corner p 0), (repeat (nat_q 1) d). split; [apply corners_well_formed, P|].
  split; [left; reflexivity|]. intros net M. apply (corners_need m p net (fun j => repeat (nat_q (S j)) d)).
  - intros i I. rewrite repeat_length in I. rewrite (nth_indep _ 0 (nat_q 1)) by (rewrite repeat_length; exact I).
    rewrite nth_repeat. discriminate.
  - intros j J E. apply same_entry with (i := 0%nat) in E. destruct d as [|d]; [lia|]. simpl in E.
    apply nat_q_injective in E. lia.
  - intros j J. apply M. unfold corners. apply in_map_iff. exists j. split; [reflexivity | apply in_seq; lia].
Qed.
