(** Data in Q^p: a direction that separates the points, and memorization along it. *)

From Coq Require Import QArith List Bool Arith Lia Lqa Permutation.
From Memocert Require Import Model NormalForm Line.
Import ListNotations.
Open Scope Q_scope.

(** Some number is larger than all of a list. *)
Lemma larger (l : list Q) : exists s, Forall (fun b => b < s) l.
Proof.
  induction l as [|b l [s H]]; [exists 0; constructor|].
  destruct (Qlt_le_dec b s) as [L | L].
  - exists s. constructor; auto.
  - exists (b + 1). constructor; [lra|]. eapply Forall_impl; [|exact H]. simpl. intros a Ha. lra.
Qed.

(** A direction separates points if different ones have different values on it. *)
Definition separates (u : vec) (l : list vec) : Prop := forall x y, In x l -> In y l -> dot u x == dot u y -> same x y.

(** What separates all coordinates but the first, scaled, separates the points together with weight 1 for the first. *)
Lemma separates_more p v l : (forall x, In x l -> length x = S p) -> separates v (map (@tl Q) l) ->
  exists s, separates (1 :: scale s v) l.
Proof.
  intros W Hv. set (bad := flat_map (fun x => map (fun y => - (hd 0 x - hd 0 y) / (dot v (tl x) - dot v (tl y))) l) l).
  destruct (larger bad) as [s Hs]. rewrite Forall_forall in Hs. exists s.
  intros x y Hx Hy E. pose proof (W _ Hx) as Lx. pose proof (W _ Hy) as Ly.
  assert (B : In (- (hd 0 x - hd 0 y) / (dot v (tl x) - dot v (tl y))) bad).
  { unfold bad. apply in_flat_map. exists x. split; auto. apply in_map_iff. exists y. auto. }
  apply Hs in B. apply (in_map (@tl Q)) in Hx, Hy. specialize (Hv _ _ Hx Hy).
  destruct x as [|a x]; [discriminate|]. destruct y as [|b y]; [discriminate|]. cbn [dot hd tl] in *. rewrite !dot_scale in E.
  destruct (Qeq_dec (dot v x) (dot v y)) as [D | D].
  - constructor; [rewrite D in E; lra | apply Hv, D].
  - exfalso. assert (G : s == - (a - b) / (dot v x - dot v y)) by (field_simplify_eq; [lra | lra]). lra.
Qed.

Lemma tails_length p (l : list vec) : (forall x, In x l -> length x = S p) -> forall x, In x (map (@tl Q) l) -> length x = p.
Proof. intros W x I. apply in_map_iff in I. destruct I as (z & <- & Z). apply W in Z. destruct z; simpl in *; lia. Qed.

(** A direction on which different points of Q^p have different values. *)
Theorem separating : forall p (l : list vec), (forall x, In x l -> length x = p) -> exists u, length u = p /\ separates u l.
Proof.
  induction p as [|p IH]; intros l W.
  - exists []. split; auto. intros x y Hx Hy _. apply W in Hx, Hy. destruct x, y; try discriminate. constructor.
  - destruct (IH _ (tails_length p l W)) as (v & Lv & Hv). destruct (separates_more p v l W Hv) as [s Hs].
    exists (1 :: scale s v). split; [simpl; unfold scale; rewrite map_length; lia | exact Hs].
Qed.

(** One with first weight 1. *)
Corollary separating_one p (l : list vec) : (forall x, In x l -> length x = S p) ->
  exists u, length u = p /\ separates (1 :: u) l.
Proof.
  intros W. destruct (separating p _ (tails_length p l W)) as (v & Lv & Hv). destruct (separates_more p v l W Hv) as [s Hs].
  exists (scale s v). split; [unfold scale; rewrite map_length; exact Lv | exact Hs].
Qed.

(** * Additions and multiplications of the projection: at most 2 p - 1 *)

Lemma count_le {A} (q : A -> bool) l : (count q l <= length l)%nat.
Proof. unfold count. induction l; simpl; auto. destruct (q a); simpl; lia. Qed.

Lemma projection_cost u : (total (spent (Affine [(u, 0%Q)]) []) <= 2 * length u)%nat.
Proof.
  simpl. rewrite total_plus. unfold row_cost, total; simpl.
  assert (M : (count multiplied u + (if negation (u, 0%Q) then 1 else 0) <= length u)%nat).
  { destruct (negation (u, 0%Q)) eqn:N.
    - unfold negation in N. simpl in N. rewrite !andb_true_iff in N. destruct N as [[N1 _] N2].
      assert (Z : count multiplied u = 0%nat).
      { clear N1. unfold count. induction u as [|a u IH]; simpl in *; auto. apply andb_prop in N2. destruct N2 as [E N2].
        unfold multiplied. destruct (stored a), (Qeq_bool a (-1)); simpl in *; try discriminate;
          rewrite ?andb_false_r; auto. }
      rewrite Z. destruct u; [discriminate | simpl; lia].
    - pose proof (count_le multiplied u). lia. }
  pose proof (count_le stored u). lia.
Qed.

(** * One coordinate *)

(** The weight a in place i alone. *)
Definition single (i : nat) (a : Q) : vec := repeat 0 i ++ [a].

Lemma single_dot i a : forall x, dot (single i a) x == a * nth i x 0.
Proof. unfold single. induction i as [|i IH]; intros [|b x]; simpl; try ring. rewrite IH. ring. Qed.

(** A gate on it costs its comparison, if nothing is multiplied. *)
Lemma single_cost i a : multiplied a = false -> total (gate_cost (single i a)) = 1%nat.
Proof.
  intros M. unfold gate_cost, total, count, single; cbn [additions multiplications comparisons]. rewrite !filter_app, !app_length.
  assert (Z : forall q : Q -> bool, q 0 = false -> filter q (repeat 0 i) = []).
  { intros q E. clear - E. induction i as [|i IH]; simpl; auto. rewrite E. exact IH. }
  rewrite !Z by reflexivity. cbn [filter]. rewrite M. destruct (stored a); reflexivity.
Qed.

(** Upper bound in Q^p: n different points with labels of b numbers, O(p + log n) operations on every input. *)
Theorem upper_bound_space : forall p b (d : data), (1 <= p)%nat -> (1 <= b)%nat -> d <> [] -> ForallOrdPairs (fun q r => ~ same (fst q) (fst r)) d ->
  (forall x y, In (x, y) d -> length x = p /\ length y = b) -> exists n, takes p n b /\ memorizes n d /\
  (forall x, (comparisons (spent n x) <= Nat.log2_up ((length d + 1) / 2))%nat) /\
  (forall x, (total (spent n x) <= 2 * p + Nat.log2_up ((length d + 1) / 2) + 2 * b)%nat).
Proof.
  intros p b d P1 B1 N D W. destruct (separating p (map fst d)) as (u & Lu & Hu).
  { intros x Hx. apply in_map_iff in Hx. destruct Hx as ([z y] & <- & Hz). apply (W z y Hz). }
  set (e := map (fun q : vec * vec => (dot u (fst q), snd q)) d).
  destruct (upper_bound e b) as (n & T & H1 & H2 & H3).
  - unfold e. clear - D Hu. induction D as [|q d F D IH]; simpl; [constructor|]. constructor.
    + rewrite Forall_map. apply Forall_forall. intros r Hr E. simpl in E. rewrite Forall_forall in F. apply (F r Hr).
      apply Hu; [left; reflexivity | right; apply in_map, Hr | exact E].
    + apply IH. intros x y Hx Hy. apply Hu; right; auto.
  - unfold e. destruct d; [contradiction | discriminate].
  - exact B1.
  - intros r Hr. unfold e in Hr. apply in_map_iff in Hr. destruct Hr as ([x y] & <- & Hq). simpl. apply (W x y Hq).
  - assert (L : @length labelled e = length d) by (unfold e; apply map_length). rewrite L in H2, H3.
    exists (Sequence (Affine [(u, 0)]) n). split; [|split; [|split]].
    + apply (takes_sequence p 1); [|exact T]. apply (takes_affine p [(u, 0)]); [exact P1 | discriminate|].
      constructor; [simpl; lia | constructor].
    + intros x y I. simpl. eapply same_trans; [apply (eval_same n _ [dot u x])|].
      * constructor; [unfold at_; simpl; ring | constructor].
      * apply H1. unfold to_data, e. rewrite map_map. apply in_map_iff. exists (x, y). auto.
    + intros x. exact (H2 (eval (Affine [(u, 0)]) x)).
    + intros x. cbn [spent]. rewrite total_plus. pose proof (projection_cost u) as P. cbn [spent] in P. rewrite Lu in P.
      rewrite <- Nat.add_assoc. apply Nat.add_le_mono; [exact P | exact (H3 (eval (Affine [(u, 0)]) x))].
Qed.
