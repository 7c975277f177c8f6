(** Lower bounds: points on a path lie in a convex region, so few of them share a leaf; the four rules of certificates. *)

From Coq Require Import QArith List Bool Arith Lia Lqa.
From Memocert Require Import Model NormalForm.
Import ListNotations.
Open Scope Q_scope.

(** A convex region: tests that fall one way each. *)
Definition side : Type := vec * Q * bool.
Definition inside (r : list side) (x : vec) : bool :=
  forallb (fun s => match s with (w, t, above) => Bool.eqb (opens w t x) above end) r.

Definition fits (rows : list form) (d : data) : Prop := forall x y, In (x, y) d -> same (values rows x) y.

Definition part (r : list side) (d : data) : data := filter (fun p => inside r (fst p)) d.

Definition recalls (t : tree) (d : data) : Prop := forall x y, In (x, y) d -> same (value t x) y.
Definition within (t : tree) (c : nat) (d : data) : Prop := forall x y, In (x, y) d -> (tests t x <= c)%nat.

Lemma part_split w t r d :
  length (part r d) = (length (part ((w, t, true) :: r) d) + length (part ((w, t, false) :: r) d))%nat.
Proof.
  unfold part. induction d as [|[x y] d IH]; [reflexivity|]. cbn [filter fst].
  assert (E : forall b, inside ((w, t, b) :: r) x = (Bool.eqb (opens w t x) b && inside r x)%bool) by reflexivity.
  rewrite !E. destruct (opens w t x), (inside r x); cbn [Bool.eqb andb length]; rewrite IH; lia.
Qed.

Lemma in_part r d x y : In (x, y) (part r d) <-> In (x, y) d /\ inside r x = true.
Proof. unfold part. rewrite filter_In. simpl. tauto. Qed.

(** Every leaf gives one value. *)
Fixpoint flat (t : tree) : Prop :=
  match t with
  | Leaf rows => Forall (fun f => Forall (fun w => w == 0) (fst f)) rows
  | Test _ _ below above => flat below /\ flat above
  end.

(** If an affine map, or one value, that fits a convex part of the data meets at most m of the rows s among it, c >= log2 of |s|/m. *)
Lemma count_in_region constant m d s : incl s d ->
  (forall r rows, (constant = true -> flat (Leaf rows)) -> fits rows (part r d) -> (length (part r s) <= m)%nat) ->
  forall t c r, (constant = true -> flat t) -> recalls t (part r d) -> within t c (part r d) -> (length (part r s) <= m * 2 ^ c)%nat.
Proof.
  intros Hs Hm. induction t as [rows | w q below IHb above IHa]; intros c r Hf Hr Hc.
  - assert (H : (length (part r s) <= m)%nat) by (apply (Hm r rows); auto).
    pose proof (Nat.pow_nonzero 2 c). nia.
  - destruct c as [|c].
    + destruct (part r s) as [|[x y] rest] eqn:E; [simpl; lia|].
      assert (I : In (x, y) (part r d)).
      { assert (J : In (x, y) (part r s)) by (rewrite E; left; reflexivity). rewrite in_part in *. destruct J. auto. }
      specialize (Hc x y I). simpl in Hc. lia.
    + rewrite (part_split w q r s).
      assert (A : (length (part ((w, q, true) :: r) s) <= m * 2 ^ c)%nat).
      { apply IHa; [intros C; apply (Hf C) | |]; intros x y H; apply in_part in H; destruct H as [H1 H2]; simpl in H2;
          apply andb_prop in H2; destruct H2 as [H2 H3]; apply Bool.eqb_prop in H2.
        - specialize (Hr x y). rewrite in_part in Hr. simpl in Hr. rewrite H2 in Hr. auto.
        - specialize (Hc x y). rewrite in_part in Hc. simpl in Hc. rewrite H2 in Hc. specialize (Hc (conj H1 H3)). lia. }
      assert (B : (length (part ((w, q, false) :: r) s) <= m * 2 ^ c)%nat).
      { apply IHb; [intros C; apply (Hf C) | |]; intros x y H; apply in_part in H; destruct H as [H1 H2]; simpl in H2;
          apply andb_prop in H2; destruct H2 as [H2 H3]; apply Bool.eqb_prop in H2.
        - specialize (Hr x y). rewrite in_part in Hr. simpl in Hr. rewrite H2 in Hr. auto.
        - specialize (Hc x y). rewrite in_part in Hc. simpl in Hc. rewrite H2 in Hc. specialize (Hc (conj H1 H3)). lia. }
      simpl. nia.
Qed.

Lemma part_all d : part [] d = d.
Proof. unfold part. induction d as [|p d IH]; [reflexivity|]. cbn. f_equal. exact IH. Qed.

(** ceil(n / m). *)
Definition up (n m : nat) : nat := (n + m - 1) / m.

Lemma up_least n m k : (0 < m)%nat -> (n <= m * k)%nat -> (up n m <= k)%nat.
Proof.
  intros Hm H. unfold up. apply Nat.lt_succ_r. apply Nat.div_lt_upper_bound; [lia|]. rewrite Nat.mul_succ_r. lia.
Qed.

Lemma up_log n m c : (0 < m)%nat -> (n <= m * 2 ^ c)%nat -> (Nat.log2_up (up n m) <= c)%nat.
Proof.
  intros Hm H. destruct (up n m) as [|k] eqn:E; [rewrite Nat.log2_up_eqn0 by lia; lia|].
  apply Nat.log2_up_le_pow2; [lia|]. rewrite <- E. apply up_least; auto.
Qed.

(** Counting (trees): if one affine map takes at most m points of any convex part of the data, c >= log2 of n/m. *)
Theorem counting_trees : forall m d t c, (0 < m)%nat ->
  (forall r rows, fits rows (part r d) -> (length (part r d) <= m)%nat) ->
  recalls t d -> within t c d -> (Nat.log2_up (up (length d) m) <= c)%nat.
Proof.
  intros m d t c Hm H Hr Hc. apply up_log; auto.
  pose proof (count_in_region false m d d (incl_refl d) (fun r rows _ => H r rows) t c []) as K. rewrite part_all in K.
  apply K; auto. discriminate.
Qed.

(** The same for networks, in any dimension. *)
Theorem counting : forall m p d n c, (0 < m)%nat -> (forall x y, In (x, y) d -> length x = p) ->
  (forall r rows, fits rows (part r d) -> (length (part r d) <= m)%nat) ->
  memorizes n d -> (forall x y, In (x, y) d -> (comparisons (spent n x) <= c)%nat) ->
  (Nat.log2_up (up (length d) m) <= c)%nat.
Proof.
  intros m p d n c Hm Hp H Hn Hc. apply (counting_trees m d (unroll p n) c); auto.
  - intros x y I. destruct (normal_form n p x (Hp _ _ I)) as [E _]. eapply same_trans; [exact E | apply Hn, I].
  - intros x y I. destruct (normal_form n p x (Hp _ _ I)) as [_ E]. rewrite E. eapply Hc, I.
Qed.

(** * Alternating labels on a line *)

Definition nat_q (i : nat) : Q := inject_Z (Z.of_nat i).
Definition alternating (n : nat) : data := map (fun i => ([nat_q i], [nat_q (i mod 2)])) (seq 0 n).

Lemma dot_line w a : dot w [a] == hd 0 w * a.
Proof. destruct w as [|b [|? ?]]; simpl; ring. Qed.

Lemma opens_line w t a : opens w t [a] = Qle_bool t (hd 0 w * a).
Proof. apply Qle_bool_eq; [reflexivity | apply dot_line]. Qed.

Lemma inside_between r a b c : a <= b -> b <= c -> inside r [a] = true -> inside r [c] = true -> inside r [b] = true.
Proof.
  intros Hab Hbc. induction r as [|[[w t] above] r IH]; cbn [inside forallb]; auto. fold (inside r).
  rewrite !andb_true_iff. intros [A1 A2] [C1 C2]. split; [|apply IH; assumption].
  apply Bool.eqb_prop in A1, C1. apply Bool.eqb_true_iff. rewrite opens_line in *.
  destruct above.
  - apply Qle_bool_iff in A1, C1. apply Qle_bool_iff. destruct (Qlt_le_dec (hd 0 w) 0); nra.
  - destruct (Qle_bool t (hd 0 w * b)) eqn:E; auto. apply Qle_bool_iff in E.
    destruct (Qlt_le_dec (hd 0 w) 0).
    + assert (F : Qle_bool t (hd 0 w * a) = true) by (apply Qle_bool_iff; nra). congruence.
    + assert (F : Qle_bool t (hd 0 w * c) = true) by (apply Qle_bool_iff; nra). congruence.
Qed.

(** Of three or more naturals in increasing order the first three are so. *)
Lemma filter_seq_three (p : nat -> bool) a n : (3 <= length (filter p (seq a n)))%nat ->
  exists i k, (a <= i)%nat /\ (i + 2 <= k)%nat /\ (k < a + n)%nat /\ p i = true /\ p k = true.
Proof.
  revert a. induction n as [|n IH]; intros a H; simpl in H; [lia|].
  destruct (p a) eqn:E.
  - simpl in H. exists a.
    assert (K : (2 <= length (filter p (seq (S a) n)))%nat) by lia. clear H.
    assert (J : forall b m, (2 <= length (filter p (seq b m)))%nat ->
                exists k, (b + 1 <= k)%nat /\ (k < b + m)%nat /\ p k = true).
    { intros b m. revert b. induction m as [|m IHm]; intros b Hb; simpl in Hb; [lia|].
      destruct (p b) eqn:Eb.
      - simpl in Hb. destruct (filter p (seq (S b) m)) as [|k rest] eqn:F; [simpl in Hb; lia|].
        assert (I : In k (filter p (seq (S b) m))) by (rewrite F; left; reflexivity).
        apply filter_In in I. rewrite in_seq in I. exists k. repeat split; try lia. apply I.
      - destruct (IHm (S b) Hb) as (k & K1 & K2 & K3). exists k. repeat split; auto; lia. }
    destruct (J _ _ K) as (k & K1 & K2 & K3). exists k. repeat split; auto; lia.
  - destruct (IH (S a) H) as (i & k & H1 & H2 & H3 & H4 & H5). exists i, k. repeat split; auto; lia.
Qed.

Lemma filter_map {A B} (f : A -> B) p l : filter p (map f l) = map f (filter (fun x => p (f x)) l).
Proof. induction l as [|a l IH]; simpl; auto. destruct (p (f a)); simpl; congruence. Qed.

Lemma at_line f a : at_ f [a] == hd 0 (fst f) * a + snd f.
Proof. unfold at_. rewrite dot_line. reflexivity. Qed.

Lemma alternating_two n r rows : fits rows (part r (alternating n)) -> (length (part r (alternating n)) <= 2)%nat.
Proof.
  intros F. apply Nat.le_ngt. intros H.
  unfold part, alternating in H. rewrite filter_map, map_length in H. simpl in H.
  apply filter_seq_three in H. destruct H as (i & k & _ & H2 & H3 & Hi & Hk).
  assert (M : forall a b, (a <= b)%nat -> nat_q a <= nat_q b) by (intros; unfold nat_q; rewrite <- Zle_Qle; lia).
  assert (In3 : forall j, (i <= j <= k)%nat -> same (values rows [nat_q j]) [nat_q (j mod 2)]).
  { intros j Hj. apply F. apply in_part. split.
    - unfold alternating. apply in_map_iff. exists j. split; auto. apply in_seq. lia.
    - apply (inside_between r (nat_q i) (nat_q j) (nat_q k)); auto; apply M; lia. }
  assert (E : forall j, (i <= j <= k)%nat -> exists f, rows = [f] /\ hd 0 (fst f) * nat_q j + snd f == nat_q (j mod 2)).
  { intros j Hj. specialize (In3 j Hj). destruct rows as [|f [|g rows]]; simpl in In3;
      inversion In3 as [|? ? ? ? V R]; subst; [|inversion R].
    exists f. split; auto. rewrite <- at_line. exact V. }
  destruct (E i) as (f & Rf & E0); [lia|].
  destruct (E (S i)) as (f1 & Rf1 & E1); [lia|]. destruct (E (S (S i))) as (f2 & Rf2 & E2); [lia|].
  rewrite Rf in Rf1, Rf2. injection Rf1 as <-. injection Rf2 as <-.
  assert (S1 : nat_q (S i) == nat_q i + 1) by (unfold nat_q; rewrite Nat2Z.inj_succ, <- Z.add_1_r, inject_Z_plus; reflexivity).
  assert (S2 : nat_q (S (S i)) == nat_q i + 2).
  { unfold nat_q. rewrite !Nat2Z.inj_succ, <- !Z.add_1_r, !inject_Z_plus. unfold inject_Z at 2 3. ring. }
  rewrite S1 in E1. rewrite S2 in E2.
  assert (P : (i mod 2 = 0 /\ S i mod 2 = 1 /\ S (S i) mod 2 = 0 \/ i mod 2 = 1 /\ S i mod 2 = 0 /\ S (S i) mod 2 = 1)%nat).
  { pose proof (Nat.div_mod i 2). pose proof (Nat.mod_upper_bound i 2).
    pose proof (Nat.div_mod (S i) 2). pose proof (Nat.mod_upper_bound (S i) 2).
    pose proof (Nat.div_mod (S (S i)) 2). pose proof (Nat.mod_upper_bound (S (S i)) 2). lia. }
  destruct P as [(P0 & P1 & P2) | (P0 & P1 & P2)]; rewrite P0, P1, P2 in *; unfold nat_q in *;
    simpl (Z.of_nat 0) in *; simpl (Z.of_nat 1) in *; unfold inject_Z in *; nra.
Qed.

(** Lower bound: a network that memorizes x_i = i, y_i = i mod 2 (i < n) makes at least log2_up(ceil(n/2))
    comparisons on one of these points. *)
Theorem lower_bound : forall n net c, memorizes net (alternating n) ->
  (forall x y, In (x, y) (alternating n) -> (comparisons (spent net x) <= c)%nat) ->
  (Nat.log2_up (up n 2) <= c)%nat.
Proof.
  intros n net c Hn Hc.
  replace n with (length (alternating n)) by (unfold alternating; rewrite map_length, seq_length; reflexivity).
  apply (counting 2 1 (alternating n) net c); auto.
  - intros x y H. unfold alternating in H. apply in_map_iff in H. destruct H as (i & E & _). injection E as <- _. reflexivity.
  - intros r rows. apply alternating_two.
Qed.

(** * The four rules *)

(** No tree memorizes these points with at most c tests on each; or, if that is all that is said, none with constant leaves. *)
Definition refuted (constant : bool) (d : data) (c : nat) : Prop :=
  forall t, (constant = true -> flat t) -> recalls t d -> ~ within t c d.

(** Rule 1. Multipliers l with sum l_i (x_i, 1) = 0 and sum l_i y_i <> 0 in some output: no single affine map. *)
Fixpoint combination (l : list Q) (d : data) (f : vec * vec -> Q) : Q :=
  match l, d with
  | a :: l', p :: d' => a * f p + combination l' d' f
  | _, _ => 0
  end.

Lemma combination_form l : forall d f g h, (forall p, In p d -> f p == g p + h p) ->
  combination l d f == combination l d g + combination l d h.
Proof.
  induction l as [|a l IH]; intros [|p d] f g h H; simpl; try ring.
  rewrite (IH d f g h) by (intros; apply H; right; auto). rewrite (H p) by (left; auto). ring.
Qed.

Lemma combination_scale l c : forall d f, combination l d (fun p => c * f p) == c * combination l d f.
Proof. induction l as [|a l IH]; intros [|p d] f; simpl; try ring. rewrite IH. ring. Qed.

Lemma combination_ext l : forall d f g, (forall p, In p d -> f p == g p) -> combination l d f == combination l d g.
Proof.
  induction l as [|a l IH]; intros [|p d] f g H; simpl; try reflexivity.
  rewrite (IH d f g) by (intros; apply H; right; auto). rewrite (H p) by (left; auto). reflexivity.
Qed.

Lemma combination_dot l d : (forall j, combination l d (fun p => nth j (fst p) 0) == 0) ->
  forall w, combination l d (fun p => dot w (fst p)) == 0.
Proof.
  intros H w.
  assert (G : forall w k, combination l d (fun p => dot w (skipn k (fst p))) == 0).
  { clear w. induction w as [|a w IH]; intros k.
    - simpl. clear H. revert d. induction l as [|b l' IHl]; intros [|p d]; simpl; try ring. rewrite IHl. ring.
    - rewrite (combination_form _ _ _ (fun p => a * nth k (fst p) 0) (fun p => dot w (skipn (S k) (fst p)))).
      + rewrite combination_scale, H, IH. ring.
      + intros [x y] _. simpl fst. clear. revert k. induction x as [|b x IHx]; intros k.
        * rewrite !skipn_nil. destruct k; simpl; rewrite ?dot_nil_r; ring.
        * destruct k; simpl skipn; [simpl; ring|]. apply IHx. }
  exact (G w 0%nat).
Qed.

Theorem rule_uninterpolable : forall constant l d k,
  (forall j, combination l d (fun p => nth j (fst p) 0) == 0) -> combination l d (fun _ => 1) == 0 ->
  ~ combination l d (fun p => nth k (snd p) 0) == 0 -> refuted constant d 0.
Proof.
  intros constant l d k Hx H1 Hy t _ Hr Hc. apply Hy.
  destruct d as [|[x0 y0] d']. { destruct l; reflexivity. }
  set (d := (x0, y0) :: d') in *.
  assert (L : exists rows, t = Leaf rows).
  { destruct t as [rows|w q below above]; [eauto|]. specialize (Hc x0 y0 (or_introl eq_refl)). simpl in Hc. lia. }
  destruct L as [rows ->].
  rewrite (combination_ext _ _ _ (fun p => nth k (values rows (fst p)) 0)).
  - destruct (nth_error rows k) as [f|] eqn:E.
    + rewrite (combination_form _ _ _ (fun p => dot (fst f) (fst p)) (fun p => snd f * 1)).
      * rewrite combination_dot, combination_scale, H1 by auto. ring.
      * intros [x y] _. simpl. unfold values.
        rewrite (nth_error_nth _ k 0 (map_nth_error (fun g => at_ g x) k rows E)). unfold at_. ring.
    + rewrite (combination_ext _ _ _ (fun _ => 0 * 1)); [rewrite combination_scale; ring|].
      intros [x y] _. simpl. apply nth_error_None in E. rewrite nth_overflow; [ring|]. unfold values. rewrite map_length. exact E.
  - intros [x y] I. specialize (Hr x y I). simpl in Hr. simpl. clear - Hr. fold (values rows x) in Hr.
    revert k. induction Hr; intros [|k]; simpl; try reflexivity; auto. symmetry; auto.
Qed.

(** Rule 2. More points and fewer comparisons are no easier. *)
Theorem rule_subset : forall constant s c d b, refuted constant s c -> incl s d -> (b <= c)%nat -> refuted constant d b.
Proof.
  intros constant s c d b H I L t F Hr Hc. apply (H t F).
  - intros x y J. apply Hr, I, J.
  - intros x y J. specialize (Hc x y (I _ J)). lia.
Qed.

(** Rule 3. Counting. *)
Theorem rule_count : forall constant m d c, (forall r rows, fits rows (part r d) -> (length (part r d) <= m)%nat) ->
  (m * 2 ^ c < length d)%nat -> refuted constant d c.
Proof.
  intros constant m d c H L t Hf Hr Hc.
  pose proof (count_in_region constant m d d (incl_refl d) (fun r rows _ => H r rows) t c []) as K. rewrite part_all in K.
  specialize (K Hf Hr Hc). lia.
Qed.

(** Rule 4. If every test leaves one side that is refuted with one comparison fewer, and no leaf is enough. *)
Definition above_part w q (d : data) : data := part [(w, q, true)] d.
Definition below_part w q (d : data) : data := part [(w, q, false)] d.

Theorem rule_sides : forall constant d c, (exists s, incl s d /\ refuted constant s c) ->
  (forall w q, above_part w q d <> [] -> below_part w q d <> [] ->
    refuted constant (above_part w q d) c \/ refuted constant (below_part w q d) c) ->
  refuted constant d (S c).
Proof.
  intros constant d c (s & Is & Rs) H t. induction t as [rows | w q below IHb above IHa]; intros F Hr Hc.
  - apply (Rs (Leaf rows) F); [intros x y J; apply Hr, Is, J|]. intros x y J. simpl. lia.
  - assert (SA : forall x y, In (x, y) (above_part w q d) -> opens w q x = true /\ In (x, y) d).
    { intros x y I. apply in_part in I. destruct I as [I E]. simpl in E. rewrite andb_true_r in E. apply Bool.eqb_prop in E. auto. }
    assert (SB : forall x y, In (x, y) (below_part w q d) -> opens w q x = false /\ In (x, y) d).
    { intros x y I. apply in_part in I. destruct I as [I E]. simpl in E. rewrite andb_true_r in E. apply Bool.eqb_prop in E. auto. }
    destruct (above_part w q d) as [|pa da] eqn:EA.
    + apply IHb.
      * intros G. apply (F G).
      * intros x y I. specialize (Hr x y I). simpl in Hr. destruct (opens w q x) eqn:E; auto.
        exfalso. assert (J : In (x, y) (above_part w q d)) by (apply in_part; split; auto; simpl; rewrite E; reflexivity).
        rewrite EA in J. destruct J.
      * intros x y I. specialize (Hc x y I). simpl in Hc. destruct (opens w q x) eqn:E; [|lia].
        exfalso. assert (J : In (x, y) (above_part w q d)) by (apply in_part; split; auto; simpl; rewrite E; reflexivity).
        rewrite EA in J. destruct J.
    + destruct (below_part w q d) as [|pb db] eqn:EB.
      * apply IHa.
        -- intros G. apply (F G).
        -- intros x y I. specialize (Hr x y I). simpl in Hr. destruct (opens w q x) eqn:E; auto.
           exfalso. assert (J : In (x, y) (below_part w q d)) by (apply in_part; split; auto; simpl; rewrite E; reflexivity).
           rewrite EB in J. destruct J.
        -- intros x y I. specialize (Hc x y I). simpl in Hc. destruct (opens w q x) eqn:E; [lia|].
           exfalso. assert (J : In (x, y) (below_part w q d)) by (apply in_part; split; auto; simpl; rewrite E; reflexivity).
           rewrite EB in J. destruct J.
      * rewrite <- EA, <- EB in *.
        assert (NA : above_part w q d <> []) by (rewrite EA; discriminate).
        assert (NB : below_part w q d <> []) by (rewrite EB; discriminate).
        destruct (H w q NA NB) as [R | R].
        -- apply (R above); [intros G; apply (F G)| |].
           ++ intros x y I. apply SA in I. destruct I as [E I]. specialize (Hr x y I). simpl in Hr. rewrite E in Hr. exact Hr.
           ++ intros x y I. apply SA in I. destruct I as [E I]. specialize (Hc x y I). simpl in Hc. rewrite E in Hc. lia.
        -- apply (R below); [intros G; apply (F G)| |].
           ++ intros x y I. apply SB in I. destruct I as [E I]. specialize (Hr x y I). simpl in Hr. rewrite E in Hr. exact Hr.
           ++ intros x y I. apply SB in I. destruct I as [E I]. specialize (Hc x y I). simpl in Hc. rewrite E in Hc. lia.
Qed.

(** The same where some test divides the points. *)
Theorem rule_dichotomies : forall constant d c,
  (exists w q, above_part w q d <> [] /\ below_part w q d <> []) ->
  (forall w q, above_part w q d <> [] -> below_part w q d <> [] ->
    refuted constant (above_part w q d) c \/ refuted constant (below_part w q d) c) ->
  refuted constant d (S c).
Proof.
  intros constant d c (w & q & A & B) H. apply rule_sides; auto.
  destruct (H w q A B) as [R | R]; eexists; (split; [|exact R]); intros [x y] I; apply in_part in I; apply I.
Qed.

(** What is refuted for trees is refuted for networks. *)
Theorem refuted_networks : forall d c p n, refuted false d c -> (forall x y, In (x, y) d -> length x = p) ->
  memorizes n d -> ~ (forall x y, In (x, y) d -> (comparisons (spent n x) <= c)%nat).
Proof.
  intros d c p n H Hp Hn Hc. apply (H (unroll p n)); [discriminate| |].
  - intros x y I. destruct (normal_form n p x (Hp _ _ I)) as [E _]. eapply same_trans; [exact E | apply Hn, I].
  - intros x y I. destruct (normal_form n p x (Hp _ _ I)) as [_ E]. rewrite E. eapply Hc, I.
Qed.

(** What is refuted for trees with constant leaves is so for them as networks. *)
Theorem refuted_flat : forall constant d c t, refuted constant d c -> flat t ->
  memorizes (network t) d -> ~ (forall x y, In (x, y) d -> (comparisons (spent (network t) x) <= c)%nat).
Proof.
  intros constant d c t H F M C. apply (H t); auto.
  - intros x y I. rewrite <- network_value. apply M, I.
  - intros x y I. rewrite <- network_tests. eapply C, I.
Qed.

(** * Labels of constant leaves *)

Definition differs (x y : vec) : Prop := ~ same x y.

Lemma zeros_dot w x : Forall (fun a => a == 0) w -> dot w x == 0.
Proof.
  intros H. revert x. induction H as [|a w A H IH]; intros [|q x]; simpl; try reflexivity. rewrite A, IH. ring.
Qed.

Lemma leaf_constant rows x y : Forall (fun f => Forall (fun w => w == 0) (fst f)) rows -> same (values rows x) (values rows y).
Proof.
  intros H. unfold values. induction H as [|f rows F H IH]; simpl; constructor; auto.
  unfold at_. rewrite !zeros_dot by assumption. reflexivity.
Qed.

Lemma pairs_filtered {A} (R : A -> A -> Prop) f l : ForallOrdPairs R l -> ForallOrdPairs R (filter f l).
Proof.
  induction 1 as [|a l F H IH]; simpl; [constructor|]. destruct (f a); auto. constructor; auto.
  rewrite Forall_forall in *. intros b B. apply filter_In in B. apply F, B.
Qed.

(** With at most c tests there are at most 2^c labels. *)
Lemma labels_counted : forall t, flat t -> forall s c, recalls t s -> within t c s ->
  ForallOrdPairs (fun p q => differs (snd p) (snd q)) s -> (length s <= 2 ^ c)%nat.
Proof.
  induction t as [rows | w q below IHb above IHa]; intros F s c M C P.
  - destruct s as [|[x y] [|[x' y'] s]]; simpl; try (pose proof (Nat.pow_nonzero 2 c); lia).
    exfalso. inversion P as [|? ? D _]; subst. inversion D as [|? ? N _]; subst. apply N. simpl.
    eapply same_trans; [apply same_sym, M; left; reflexivity|].
    eapply same_trans; [|apply M; right; left; reflexivity]. apply leaf_constant, F.
  - destruct F as [Fb Fa]. destruct c as [|c].
    + destruct s as [|[x y] s]; [simpl; lia|]. specialize (C x y (or_introl eq_refl)). simpl in C. lia.
    + pose proof (part_split w q [] s) as L. rewrite part_all in L.
      assert (K : forall b, (length (part [(w, q, b)] s) <= 2 ^ c)%nat).
      { intros b. assert (I : forall x y, In (x, y) (part [(w, q, b)] s) -> In (x, y) s /\ opens w q x = b).
        { intros x y H. apply in_part in H. destruct H as [H E]. simpl in E. rewrite andb_true_r in E. apply Bool.eqb_prop in E. auto. }
        assert (G : recalls (if b then above else below) (part [(w, q, b)] s) /\ within (if b then above else below) c (part [(w, q, b)] s)).
        { split; intros x y H; apply I in H; destruct H as [H E].
          - specialize (M x y H). simpl in M. rewrite E in M. destruct b; exact M.
          - specialize (C x y H). simpl in C. subst b. destruct (opens w q x); lia. }
        pose proof (pairs_filtered _ (fun p => inside [(w, q, b)] (fst p)) s P) as P'. fold (part [(w, q, b)] s) in P'.
        destruct G as [G1 G2]. destruct b; [apply (IHa Fa) | apply (IHb Fb)]; assumption. }
      rewrite L. simpl. rewrite Nat.add_0_r. apply Nat.add_le_mono; apply K.
Qed.
