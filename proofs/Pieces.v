(** On a line the least number of comparisons is known exactly: log2_up of the least number of affine pieces. *)

From Coq Require Import QArith List Bool Arith Lia Lqa Sorted.
From Memocert Require Import Model NormalForm Counting Line.
Import ListNotations.
Open Scope Q_scope.

(** A sample on the line with one number as label. *)
Definition sample : Type := Q * Q.
Definition rising (d : list sample) : Prop := StronglySorted (fun a b => fst a < fst b) d.
Definition data_of (d : list sample) : data := map (fun p => ([fst p], [snd p])) d.

(** One affine map takes all labels. *)
Definition one_line (d : list sample) : Prop := exists s b, Forall (fun p => s * fst p + b == snd p) d.

(** d is cut into k consecutive parts at most, each on one line. *)
Inductive cover : nat -> list sample -> Prop :=
| cover_nil k : cover k []
| cover_part k part rest : one_line part -> cover k rest -> cover (S k) (part ++ rest).

(** * The scan: the longest beginning on one line, again and again *)

Definition on (a b : sample) (p : sample) : bool :=
  Qeq_bool ((snd p - snd a) * (fst b - fst a)) ((snd b - snd a) * (fst p - fst a)).

Fixpoint prefix (q : sample -> bool) (d : list sample) : list sample :=
  match d with
  | p :: d' => if q p then p :: prefix q d' else []
  | [] => []
  end.

Fixpoint suffix (q : sample -> bool) (d : list sample) : list sample :=
  match d with
  | p :: d' => if q p then suffix q d' else d
  | [] => []
  end.

Fixpoint scan (fuel : nat) (d : list sample) : nat :=
  match fuel, d with
  | S fuel', a :: b :: d' => S (scan fuel' (suffix (on a b) d'))
  | S _, [_] => 1
  | _, _ => 0
  end.

(** K: the number of pieces. *)
Definition pieces (d : list sample) : nat := scan (length d) d.

Lemma prefix_suffix q d : prefix q d ++ suffix q d = d.
Proof. induction d as [|p d IH]; simpl; auto. destruct (q p); simpl; congruence. Qed.

Lemma suffix_length q d : (length (suffix q d) <= length d)%nat.
Proof. induction d as [|p d IH]; simpl; auto. destruct (q p); simpl; lia. Qed.

Lemma prefix_all q d : Forall (fun p => q p = true) (prefix q d).
Proof. induction d as [|p d IH]; simpl; auto. destruct (q p) eqn:E; auto. Qed.

Lemma on_line a b d : fst a < fst b -> Forall (fun p => on a b p = true) d -> one_line (a :: b :: d).
Proof.
  intros L F. set (s := (snd b - snd a) / (fst b - fst a)). exists s, (snd a - s * fst a).
  repeat constructor.
  - ring.
  - unfold s. field. lra.
  - eapply Forall_impl; [|exact F]. intros p E. unfold on in E. apply Qeq_bool_iff in E.
    assert (G : s * (fst p - fst a) == snd p - snd a).
    { unfold s. field_simplify_eq; [|lra]. lra. } lra.
Qed.

Lemma line_on a b d : one_line (a :: b :: d) -> Forall (fun p => on a b p = true) d.
Proof.
  intros (s & c & F). inversion F as [|? ? Ea F1]; subst. inversion F1 as [|? ? Eb F2]; subst.
  eapply Forall_impl; [|exact F2]. intros p E. unfold on. apply Qeq_bool_iff. rewrite <- Ea, <- Eb, <- E. ring.
Qed.

Lemma one_line_part a l r : one_line (a ++ l ++ r) -> one_line l.
Proof. intros (s & b & F). rewrite !Forall_app in F. exists s, b. apply F. Qed.

Lemma cover_more k d : cover k d -> forall j, (k <= j)%nat -> cover j d.
Proof.
  induction 1 as [k | k part rest H C IH]; intros j L; [constructor|].
  destruct j as [|j]; [lia|]. constructor; auto. apply IH. lia.
Qed.

(** A part of what is covered is covered. *)
Lemma cover_suffix k d : cover k d -> forall l r, d = l ++ r -> cover k r.
Proof.
  induction 1 as [k | k part rest H C IH]; intros l r E.
  - destruct l; [|discriminate]. destruct r; [constructor | discriminate].
  - destruct (le_lt_dec (length part) (length l)) as [L | L].
    + assert (P : exists l', rest = l' ++ r).
      { exists (skipn (length part) l). apply (f_equal (skipn (length part))) in E.
        rewrite !skipn_app, skipn_all, Nat.sub_diag in E. simpl in E. rewrite E. f_equal.
        replace (length part - length l)%nat with 0%nat by lia. reflexivity. }
      destruct P as [l' P]. apply (cover_more k); auto. eapply IH, P.
    + assert (P : exists m, part = l ++ m /\ r = m ++ rest).
      { exists (skipn (length l) part). split.
        - rewrite <- (firstn_skipn (length l) part) at 1. f_equal.
          apply (f_equal (firstn (length l))) in E. rewrite !firstn_app, firstn_all, Nat.sub_diag in E. simpl in E.
          rewrite app_nil_r in E. replace (length l - length part)%nat with 0%nat in E by lia. simpl in E.
          rewrite app_nil_r in E. exact E.
        - apply (f_equal (skipn (length l))) in E. rewrite !skipn_app, skipn_all, Nat.sub_diag in E. simpl in E.
          replace (length l - length part)%nat with 0%nat in E by lia. simpl in E. auto. }
      destruct P as (m & P1 & P2). subst. constructor; auto.
      apply (one_line_part l m []). rewrite app_nil_r. exact H.
Qed.

Lemma scan_covers n : forall d fuel, (length d <= n)%nat -> (length d <= fuel)%nat -> rising d -> cover (scan fuel d) d.
Proof.
  induction n as [|n IH]; intros [|a [|b d]] fuel L F R; simpl in L; try lia; try (destruct fuel; constructor).
  - destruct fuel as [|fuel]; simpl in F; [lia|]. simpl. change [a] with ([a] ++ []). constructor; [|constructor].
    exists 0, (snd a). constructor; [ring | constructor].
  - destruct fuel as [|fuel]; simpl in F; [lia|]. cbn [scan].
    rewrite <- (prefix_suffix (on a b) d) at 2. rewrite !app_comm_cons.
    inversion R as [|? ? R1 Fa]; subst. inversion R1 as [|? ? R2 Fb]; subst. inversion Fa; subst.
    constructor; [apply on_line; auto; apply prefix_all|].
    pose proof (suffix_length (on a b) d). apply IH; [lia|lia|].
    clear - R2. rewrite <- (prefix_suffix (on a b) d) in R2.
    induction (prefix (on a b) d) as [|p l IHl]; simpl in R2; auto. inversion R2; auto.
Qed.

Lemma scan_least n : forall d fuel k, (length d <= n)%nat -> cover k d -> (scan fuel d <= k)%nat.
Proof.
  induction n as [|n IH]; intros [|a [|b d]] fuel k L C; simpl in L; try lia; try (destruct fuel; simpl; lia).
  - destruct fuel; simpl; [lia|]. inversion C; subst; lia.
  - destruct fuel as [|fuel]; cbn [scan]; [lia|].
    remember (a :: b :: d) as e eqn:Ee. destruct C as [|k' part rest H C']; [discriminate|]. rename Ee into E.
    assert (S : cover k' (suffix (on a b) d)).
    { destruct part as [|p part]; [|destruct part as [|q part]]; simpl in E.
      - (* an empty part: the rest covers everything *)
        subst rest. apply (cover_suffix k' (a :: b :: d) C' (a :: b :: prefix (on a b) d)). simpl. rewrite prefix_suffix. reflexivity.
      - injection E as -> E. subst rest. apply (cover_suffix k' (b :: d) C' (b :: prefix (on a b) d)). simpl. rewrite prefix_suffix. reflexivity.
      - injection E as -> -> E. subst d. pose proof (line_on _ _ _ H) as F.
        assert (X : suffix (on a b) (part ++ rest) = suffix (on a b) rest).
        { clear - F. induction F as [|p l Ep F IHF]; simpl; auto. rewrite Ep. exact IHF. }
        rewrite X. apply (cover_suffix k' rest C' (prefix (on a b) rest)). symmetry. apply prefix_suffix. }
    apply le_n_S. apply (IH _ fuel k'); auto. pose proof (suffix_length (on a b) d). lia.
Qed.

(** The scan cuts the data into pieces, each on one line, and no cut into such pieces has fewer. *)
Theorem greedy_pieces : forall d, rising d -> cover (pieces d) d /\ forall k, cover k d -> (pieces d <= k)%nat.
Proof.
  intros d R. split; [apply (scan_covers (length d)); auto|]. intros k C. apply (scan_least (length d)); auto.
Qed.

(** * Any tree covers the data with at most 2^c lines *)

Lemma rising_split w q d : rising d -> exists l r, d = l ++ r /\
  (Forall (fun p => opens w q [fst p] = true) l /\ Forall (fun p => opens w q [fst p] = false) r \/
   Forall (fun p => opens w q [fst p] = false) l /\ Forall (fun p => opens w q [fst p] = true) r).
Proof.
  intros R. induction R as [|p d R IH F].
  - exists [], []. split; [reflexivity|]. left. split; constructor.
  - destruct IH as (l & r & -> & [(Hl & Hr) | (Hl & Hr)]); destruct (opens w q [fst p]) eqn:E.
    + exists (p :: l), r. split; [reflexivity|]. left. split; try assumption; constructor; assumption.
    + (* p below, l above, r below: all three in order only if one of l and r is empty *)
      destruct l as [|a l].
      * exists [], (p :: r). split; [reflexivity|]. left. split; try assumption; constructor; assumption.
      * exists [p], ((a :: l) ++ r). split; [reflexivity|]. right. split; [constructor; [assumption | constructor]|]. apply Forall_app. split; [assumption|].
        destruct r as [|b r]; [constructor|]. exfalso. inversion Hl as [|? ? Ha _]; subst. inversion Hr as [|? ? Hb _]; subst.
        assert (Lpa : fst p < fst a) by (inversion F; auto).
        assert (Lab : fst a < fst b).
        { inversion R as [|? ? _ G]; subst. rewrite Forall_forall in G. apply G. apply in_elt. }
        rewrite opens_line in *. apply Qle_bool_iff in Ha.
        destruct (Qlt_le_dec (hd 0 w) 0).
        -- assert (K : Qle_bool q (hd 0 w * fst p) = true) by (apply Qle_bool_iff; nra). congruence.
        -- assert (K : Qle_bool q (hd 0 w * fst b) = true) by (apply Qle_bool_iff; nra). congruence.
    + destruct l as [|a l].
      * exists [], (p :: r). split; [reflexivity|]. right. split; try assumption; constructor; assumption.
      * exists [p], ((a :: l) ++ r). split; [reflexivity|]. left. split; [constructor; [assumption | constructor]|]. apply Forall_app. split; [assumption|].
        destruct r as [|b r]; [constructor|]. exfalso. inversion Hl as [|? ? Ha _]; subst. inversion Hr as [|? ? Hb _]; subst.
        assert (Lpa : fst p < fst a) by (inversion F; auto).
        assert (Lab : fst a < fst b).
        { inversion R as [|? ? _ G]; subst. rewrite Forall_forall in G. apply G. apply in_elt. }
        rewrite opens_line in *. apply Qle_bool_iff in Hb, E.
        destruct (Qlt_le_dec (hd 0 w) 0).
        -- assert (K : Qle_bool q (hd 0 w * fst a) = true) by (apply Qle_bool_iff; nra). congruence.
        -- assert (K : Qle_bool q (hd 0 w * fst a) = true) by (apply Qle_bool_iff; nra). congruence.
    + exists (p :: l), r. split; [reflexivity|]. right. split; try assumption; constructor; assumption.
Qed.

Lemma cover_app j k l r : cover j l -> cover k r -> cover (j + k) (l ++ r).
Proof.
  induction 1 as [j | j part rest H C IH]; intros D; simpl.
  - apply (cover_more k); auto; lia.
  - rewrite <- app_assoc. constructor; auto.
Qed.

Lemma rising_app l r : rising (l ++ r) -> rising l /\ rising r.
Proof.
  induction l as [|a l IH]; simpl; intros H; [split; [constructor | exact H]|].
  inversion H as [|? ? H1 H2]; subst. destruct (IH H1) as [A B]. split; auto. constructor; auto.
  rewrite Forall_app in H2. apply H2.
Qed.

Lemma tree_covers t : forall c d, rising d -> recalls t (data_of d) -> within t c (data_of d) -> cover (2 ^ c) d.
Proof.
  induction t as [rows | w q below IHb above IHa]; intros c d R Hr Hc.
  - destruct d as [|p d]; [constructor|]. set (e := p :: d) in *.
    assert (O : one_line e).
    { assert (S : exists f, rows = [f]).
      { specialize (Hr [fst p] [snd p]). simpl in Hr. specialize (Hr (or_introl eq_refl)).
        destruct rows as [|f [|g rows]]; inversion Hr as [|? ? ? ? _ X]; subst; [eauto | inversion X]. }
      destruct S as [f ->]. exists (hd 0 (fst f)), (snd f). apply Forall_forall. intros x Hx.
      specialize (Hr [fst x] [snd x]). simpl in Hr.
      assert (I : In ([fst x], [snd x]) (data_of e)) by (unfold data_of; apply in_map_iff; exists x; auto).
      specialize (Hr I). inversion Hr as [|? ? ? ? V _]; subst. rewrite <- V, at_line. reflexivity. }
    apply (cover_more 1); [|pose proof (Nat.pow_nonzero 2 c); lia].
    rewrite <- (app_nil_r e). constructor; [exact O | constructor].
  - destruct c as [|c].
    { destruct d as [|p d]; [constructor|]. exfalso.
      specialize (Hc [fst p] [snd p] (or_introl eq_refl)). simpl in Hc. lia. }
    destruct (rising_split w q d R) as (l & r & -> & H). destruct (rising_app _ _ R) as [Rl Rr].
    rewrite Nat.pow_succ_r'. replace (2 * 2 ^ c)%nat with (2 ^ c + 2 ^ c)%nat by lia.
    assert (Side : forall e b, rising e -> (forall x, In x e -> In x (l ++ r)) -> Forall (fun p => opens w q [fst p] = b) e ->
                   cover (2 ^ c) e).
    { intros e b Re Ie Fe. rewrite Forall_forall in Fe.
      assert (M : forall x y, In (x, y) (data_of e) -> opens w q x = b /\ In (x, y) (data_of (l ++ r))).
      { intros x y I. unfold data_of in *. apply in_map_iff in I. destruct I as (p & E & I). injection E as <- <-.
        split; [apply Fe, I|]. apply in_map_iff. exists p. auto. }
      destruct b; [apply (IHa c) | apply (IHb c)]; auto; intros x y I; destruct (M x y I) as [E J];
        [specialize (Hr x y J) | specialize (Hc x y J) | specialize (Hr x y J) | specialize (Hc x y J)]; simpl in *;
        rewrite E in *; auto; lia. }
    destruct H as [(Hl & Hr') | (Hl & Hr')]; apply cover_app.
    + apply (Side l true); auto. intros; apply in_or_app; auto.
    + apply (Side r false); auto. intros; apply in_or_app; auto.
    + apply (Side l false); auto. intros; apply in_or_app; auto.
    + apply (Side r true); auto. intros; apply in_or_app; auto.
Qed.

(** Exactness, lower half: no network that memorizes makes fewer than log2_up K comparisons on all points. *)
Theorem pieces_needed : forall d n c, rising d -> memorizes n (data_of d) ->
  (forall x y, In (x, y) (data_of d) -> (comparisons (spent n x) <= c)%nat) -> (Nat.log2_up (pieces d) <= c)%nat.
Proof.
  intros d n c R Hn Hc.
  assert (W : forall x y, In (x, y) (data_of d) -> length x = 1%nat).
  { intros x y I. unfold data_of in I. apply in_map_iff in I. destruct I as (p & E & _). injection E as <- _. reflexivity. }
  assert (C : cover (2 ^ c) d).
  { apply (tree_covers (unroll 1 n)); auto.
    - intros x y I. destruct (normal_form n 1 x (W _ _ I)) as [E _]. eapply same_trans; [exact E | apply Hn, I].
    - intros x y I. destruct (normal_form n 1 x (W _ _ I)) as [_ E]. rewrite E. eapply Hc, I. }
  pose proof (scan_least (length d) d (length d) _ (le_n _) C) as K. fold (pieces d) in K.
  destruct (pieces d) as [|k] eqn:E; [rewrite Nat.log2_up_eqn0 by lia; lia|].
  apply Nat.log2_up_le_pow2; [lia | exact K].
Qed.

(** * And that many are enough *)

Lemma cover_pieces k d : cover k d -> rising d -> d <> [] -> exists first rest,
  (length (first :: rest) <= k)%nat /\ ascending (first :: rest) /\
  (forall p d', d = p :: d' -> fst first = fst p) /\ Forall (fitting 1) (first :: rest) /\
  forall p, In p d -> same (values (snd (holder first rest (fst p))) [fst p]) [snd p].
Proof.
  induction 1 as [k | k part rest (s & b & F) C IH]; intros R N; [contradiction|].
  rewrite Forall_forall in F. destruct (rising_app _ _ R) as [R1 R2].
  assert (V : forall p, In p part -> same (values [([s], b)] [fst p]) [snd p]).
  { intros p Hp. constructor; [|constructor]. unfold at_. simpl. rewrite <- (F p Hp). ring. }
  assert (Fit : fitting 1 (fst (hd (0, 0) part), [([s], b)])) by (split; [reflexivity | repeat constructor]).
  destruct part as [|a part].
  - destruct (IH R2 N) as (first & l & L & A & H0 & G & H). exists first, l. split; [lia|]. split; [exact A|]. split; [exact H0|]. split; [exact G | exact H].
  - destruct rest as [|c rest].
    + exists (fst a, [([s], b)]), []. split; [simpl; lia|]. split; [constructor; constructor|]. split; [|split; [constructor; [exact Fit | constructor]|]].
      * intros p d' E. injection E as <- _. reflexivity.
      * intros p Hp. rewrite app_nil_r in Hp. apply V, Hp.
    + destruct (IH R2) as (first & l & L & A & H0 & G0 & H); [discriminate|].
      specialize (H0 c rest eq_refl).
      assert (B : forall p, In p (a :: part) -> fst p < fst first).
      { intros p Hp. rewrite H0. clear - R Hp. induction (a :: part) as [|q e IHe]; [destruct Hp|].
        simpl in R. inversion R as [|? ? Re G]; subst. destruct Hp as [-> | Hp]; auto.
        rewrite Forall_forall in G. apply G. apply in_elt. }
      exists (fst a, [([s], b)]), (first :: l). split; [|split; [|split; [|split; [constructor; [exact Fit | exact G0]|]]]].
      * simpl in *. lia.
      * constructor; auto. pose proof (B a (or_introl eq_refl)) as Ba.
        inversion A as [|? ? _ G]; subst. constructor; auto. eapply Forall_impl; [|exact G]. simpl. intros e He. lra.
      * intros p d' E. simpl in E. injection E as <- _. reflexivity.
      * intros p Hp. apply in_app_or in Hp. cbn [holder]. destruct Hp as [Hp | Hp].
        -- destruct (Qle_bool (fst first) (fst p)) eqn:E; [|apply V, Hp].
           apply Qle_bool_iff in E. specialize (B p Hp). lra.
        -- assert (G : Qle_bool (fst first) (fst p) = true); [|rewrite G; apply H, Hp].
           apply Qle_bool_iff. rewrite H0. destruct Hp as [-> | Hp]; [lra|].
           inversion R2 as [|? ? _ G]; subst. rewrite Forall_forall in G. specialize (G p Hp). lra.
Qed.

(** Exactness, upper half: log2_up K comparisons are enough. *)
Theorem pieces_enough : forall d, rising d -> d <> [] -> exists n, takes 1 n 1 /\ memorizes n (data_of d) /\
  forall x, (comparisons (spent n x) <= Nat.log2_up (pieces d))%nat.
Proof.
  intros d R N. pose proof (scan_covers (length d) d (length d) (le_n _) (le_n _) R) as C. fold (pieces d) in C.
  destruct (cover_pieces _ _ C R N) as (first & rest & L & A & _ & G & H).
  set (c := Nat.log2_up (pieces d)). exists (network (balanced c (first :: rest))). split; [|split].
  - apply balanced_takes; [lia | discriminate | exact G].
  - intros x y I. unfold data_of in I. apply in_map_iff in I. destruct I as (p & E & I). injection E as <- <-.
    rewrite network_value, balanced_value; auto.
    eapply Nat.le_trans; [exact L | apply log2_up_enough].
  - intros x. rewrite network_tests. eapply Nat.le_trans; [apply tests_depth | apply balanced_depth].
Qed.
