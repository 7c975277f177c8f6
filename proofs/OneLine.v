(** Synthesis on one line: a hidden layer of ReLUs on one input is a search tree over its kinks, everywhere. *)

From Coq Require Import QArith List Bool Arith Lia Lqa Sorted Permutation.
From Memocert Require Import Model NormalForm Line.
Import ListNotations.
Open Scope Q_scope.

(** A unit v relu(w z + c). *)
Record unit_ := Unit { w : Q; c : Q; v : Q }.

Definition hidden (units : list unit_) (bias : Q) : net :=
  Sequence (Affine (map (fun u => ([w u], c u)) units)) (Sequence Relu (Affine [(map v units, bias)])).

Definition sum (units : list unit_) (f : unit_ -> Q) : Q := fold_right (fun u s => f u + s) 0 units.

Lemma sum_cons u units f : sum (u :: units) f = f u + sum units f.
Proof. reflexivity. Qed.

Lemma hidden_value units bias z :
  same (eval (hidden units bias) [z]) [sum units (fun u => v u * relu (w u * z + c u)) + bias].
Proof.
  constructor; [|constructor]. unfold at_. simpl.
  assert (D : dot (map v units) (map relu (map (fun row => at_ row [z]) (map (fun u => ([w u], c u)) units)))
              == sum units (fun u => v u * relu (w u * z + c u))).
  { induction units as [|u units IH]; simpl; [reflexivity|]. rewrite IH.
    rewrite (relu_same _ (w u * z + c u)); [reflexivity|]. unfold at_; simpl. ring. }
  rewrite D. reflexivity.
Qed.

(** Where a unit turns; only those that do. *)
Definition kink (u : unit_) : Q := - c u / w u.
Definition turns (u : unit_) : bool := negb (Qeq_bool (w u) 0).

(** Whether a unit is taken as active in the piece that begins at s. *)
Definition active (s : Q) (u : unit_) : bool :=
  if Qeq_bool (w u) 0 then Qle_bool 0 (c u)
  else if Qle_bool 0 (w u) then Qle_bool (kink u) s else negb (Qle_bool (kink u) s).

Definition leaf (units : list unit_) (bias s : Q) : list form :=
  [([sum units (fun u => if active s u then v u * w u else 0)],
    sum units (fun u => if active s u then v u * c u else 0) + bias)].

(** Between s and the next kink the leaf is the function. *)
Lemma leaf_value units bias s z :
  (forall u, In u units -> turns u = true -> kink u <= s -> kink u <= z) ->
  (forall u, In u units -> turns u = true -> s < kink u -> z <= kink u) ->
  same (values (leaf units bias s) [z]) [sum units (fun u => v u * relu (w u * z + c u)) + bias].
Proof.
  intros Left Right. constructor; [|constructor]. unfold at_. cbn [fst snd dot].
  assert (E : sum units (fun u => if active s u then v u * w u else 0) * z + 0
              + sum units (fun u => if active s u then v u * c u else 0)
              == sum units (fun u => v u * relu (w u * z + c u))).
  { induction units as [|u units IH]; [simpl; ring|]. rewrite !sum_cons.
    rewrite <- IH; [|intros; apply Left; auto; right; auto | intros; apply Right; auto; right; auto].
    assert (U : (if active s u then v u * w u else 0) * z + (if active s u then v u * c u else 0)
                == v u * relu (w u * z + c u)).
    { specialize (Left u (or_introl eq_refl)). specialize (Right u (or_introl eq_refl)). unfold turns in *.
      unfold active, relu. destruct (Qeq_bool (w u) 0) eqn:W.
      - apply Qeq_bool_iff in W. destruct (Qle_bool 0 (c u)) eqn:C.
        + assert (K : Qle_bool 0 (w u * z + c u) = true) by (apply Qle_bool_iff in C; apply Qle_bool_iff; rewrite W; lra).
          rewrite K. ring.
        + destruct (Qle_bool 0 (w u * z + c u)) eqn:K; [|ring].
          exfalso. apply Qle_bool_iff in K. assert (Qle_bool 0 (c u) = true) by (apply Qle_bool_iff; rewrite W in K; lra). congruence.
      - apply Qeq_bool_neq in W. specialize (Left eq_refl). specialize (Right eq_refl).
        assert (K : w u * kink u == - c u) by (unfold kink; field; exact W).
        destruct (Qle_bool 0 (w u)) eqn:P.
        + apply Qle_bool_iff in P. assert (P' : 0 < w u) by (apply Qle_lteq in P; destruct P; [auto | exfalso; lra]).
          destruct (Qle_bool (kink u) s) eqn:S.
          * apply Qle_bool_iff in S. specialize (Left S).
            assert (G : Qle_bool 0 (w u * z + c u) = true) by (apply Qle_bool_iff; nra). rewrite G. ring.
          * assert (S' : s < kink u) by (destruct (Qlt_le_dec s (kink u)); auto; apply Qle_bool_iff in q; congruence).
            specialize (Right S'). destruct (Qle_bool 0 (w u * z + c u)) eqn:G; [|ring].
            apply Qle_bool_iff in G. assert (Z : w u * z + c u == 0) by nra. rewrite Z. ring.
        + assert (P' : w u < 0) by (destruct (Qlt_le_dec (w u) 0); auto; apply Qle_bool_iff in q; congruence).
          destruct (Qle_bool (kink u) s) eqn:S; simpl.
          * apply Qle_bool_iff in S. specialize (Left S).
            destruct (Qle_bool 0 (w u * z + c u)) eqn:G; [|ring].
            apply Qle_bool_iff in G. assert (Z : w u * z + c u == 0) by nra. rewrite Z. ring.
          * assert (S' : s < kink u) by (destruct (Qlt_le_dec s (kink u)); auto; apply Qle_bool_iff in q; congruence).
            specialize (Right S').
            assert (G : Qle_bool 0 (w u * z + c u) = true) by (apply Qle_bool_iff; nra). rewrite G. ring. }
    rewrite <- U. ring. }
  rewrite <- E. ring.
Qed.

(** The different kinks in increasing order. *)
Fixpoint insert_kink (k : Q) (l : list Q) : list Q :=
  match l with
  | [] => [k]
  | a :: l' => if Qeq_bool k a then l else if Qle_bool k a then k :: l else a :: insert_kink k l'
  end.

Definition kinks (units : list unit_) : list Q := fold_right insert_kink [] (map kink (filter turns units)).

Lemma insert_kink_length k l : (length (insert_kink k l) <= S (length l))%nat.
Proof. induction l as [|a l IH]; simpl; auto. destruct Qeq_bool; simpl; [lia|]. destruct Qle_bool; simpl; lia. Qed.

Lemma kinks_length units : (length (kinks units) <= length units)%nat.
Proof.
  unfold kinks. induction units as [|u units IH]; simpl; auto. destruct (turns u); simpl; [|lia].
  pose proof (insert_kink_length (kink u) (fold_right insert_kink [] (map kink (filter turns units)))). lia.
Qed.

Lemma insert_kink_in k l x : In x (insert_kink k l) -> x = k \/ In x l.
Proof.
  induction l as [|a l IH]; simpl; [intuition|]. destruct Qeq_bool; simpl; [intuition|].
  destruct Qle_bool; simpl; intuition.
Qed.

Lemma insert_kink_has k l : exists x, In x (insert_kink k l) /\ x == k.
Proof.
  induction l as [|a l (x & I & E)]; simpl; [exists k; split; [left; auto | reflexivity]|].
  destruct (Qeq_bool k a) eqn:Q.
  - exists a. split; [left; auto|]. apply Qeq_bool_iff in Q. symmetry. exact Q.
  - destruct Qle_bool; [exists k; split; [left; auto | reflexivity]|]. exists x. split; [right; auto | exact E].
Qed.

Lemma insert_kink_keeps k l x : In x l -> In x (insert_kink k l).
Proof.
  induction l as [|a l IH]; simpl; [intuition|]. destruct Qeq_bool; simpl; [intuition|].
  destruct Qle_bool; simpl; intuition.
Qed.

Definition climbing (l : list Q) : Prop := StronglySorted (fun a b => a < b) l.

Lemma insert_kink_climbing k l : climbing l -> climbing (insert_kink k l).
Proof.
  intros H. induction H as [|a l H IH F]; simpl; [repeat constructor|].
  destruct (Qeq_bool k a) eqn:E; [constructor; auto|].
  apply Qeq_bool_neq in E. destruct (Qle_bool k a) eqn:L.
  - apply Qle_bool_iff in L. constructor; [constructor; auto|].
    assert (K : k < a) by (apply Qle_lteq in L; destruct L; [auto | contradiction]).
    constructor; auto. eapply Forall_impl; [|exact F]. simpl. intros b Hb. lra.
  - assert (K : a < k) by (destruct (Qlt_le_dec a k); auto; apply Qle_bool_iff in q; congruence).
    constructor; [apply IH|]. apply Forall_forall. intros b Hb. apply insert_kink_in in Hb. rewrite Forall_forall in F.
    destruct Hb as [-> | Hb]; auto.
Qed.

Lemma kinks_climbing units : climbing (kinks units).
Proof.
  unfold kinks. induction (map kink (filter turns units)); simpl; [constructor|]. apply insert_kink_climbing, IHl.
Qed.

Lemma kinks_complete units u : In u units -> turns u = true -> exists k, In k (kinks units) /\ k == kink u.
Proof.
  intros I T. assert (J : In (kink u) (map kink (filter turns units))) by (apply in_map, filter_In; auto).
  unfold kinks. induction (map kink (filter turns units)) as [|k l IH]; [destruct J|]. simpl.
  destruct J as [<- | J]; [apply insert_kink_has|]. destruct (IH J) as (x & Hx & E). exists x. split; auto. apply insert_kink_keeps, Hx.
Qed.

(** The pieces: one left of all kinks, one from each kink on. *)
Definition stretches (units : list unit_) (bias : Q) : list piece :=
  let before := hd 0 (kinks units) - 1 in
  map (fun s => (s, leaf units bias s)) (before :: kinks units).

Lemma climbing_before l : climbing l -> climbing (hd 0 l - 1 :: l).
Proof.
  intros H. constructor; auto. destruct l as [|a l]; constructor; simpl; [lra|].
  inversion H as [|? ? _ F]; subst. eapply Forall_impl; [|exact F]. simpl. intros b Hb. lra.
Qed.

Lemma map_climbing units bias l : climbing l -> ascending (map (fun s => (s, leaf units bias s)) l).
Proof.
  induction 1 as [|a l H IH F]; simpl; constructor; auto. rewrite Forall_map. eapply Forall_impl; [|exact F]. auto.
Qed.

(** The piece that holds z begins at a place s such that no kink lies in (s, z], or in [z, s] but s itself. *)
Lemma holder_place units bias l s z : climbing (s :: l) -> exists place,
  holder (s, leaf units bias s) (map (fun q => (q, leaf units bias q)) l) z = (place, leaf units bias place) /\
  In place (s :: l) /\ (place <= z \/ place = s) /\ (forall k, In k l -> place < k -> z < k).
Proof.
  revert s. induction l as [|a l IH]; intros s H; simpl.
  - exists s. repeat split; auto. intros k [].
  - inversion H as [|? ? H1 F]; subst. destruct (Qle_bool a z) eqn:E.
    + apply Qle_bool_iff in E. destruct (IH a H1) as (q & Hq & I & P & R). exists q.
      split; [exact Hq|]. split; [right; exact I|]. split.
      * left. destruct P as [P | ->]; auto.
      * intros k [<- | Hk] L; [|apply R; auto]. exfalso.
        destruct I as [<- | I]; [lra|]. inversion H1 as [|? ? _ G]; subst. rewrite Forall_forall in G. specialize (G q I). lra.
    + assert (K : z < a) by (destruct (Qlt_le_dec z a); auto; apply Qle_bool_iff in q; congruence).
      exists s. repeat split; auto. intros k [<- | Hk] _; auto.
      inversion H1 as [|? ? _ G]; subst. rewrite Forall_forall in G. specialize (G k Hk). lra.
Qed.

(** Soundness of one-line synthesis: with m units there is a tree of at most log2_up(m + 1) comparisons, and at most
    two operations more, that is equal to the layer at every z. *)
Theorem one_line_synthesis : forall units bias, exists n, takes 1 n 1 /\
  (forall z, same (eval n [z]) (eval (hidden units bias) [z])) /\
  (forall x, (comparisons (spent n x) <= Nat.log2_up (length units + 1))%nat) /\
  (forall x, (total (spent n x) <= Nat.log2_up (length units + 1) + 2)%nat).
Proof.
  intros units bias. set (d := Nat.log2_up (length units + 1)).
  pose proof (kinks_climbing units) as K. apply climbing_before in K.
  assert (L : (length (stretches units bias) <= 2 ^ d)%nat).
  { unfold stretches. rewrite map_length. cbn [length]. pose proof (kinks_length units).
    pose proof (log2_up_enough (length units + 1)). unfold d. lia. }
  exists (network (balanced d (stretches units bias))). split; [|split; [|split]].
  - apply balanced_takes; [lia | discriminate|]. unfold stretches. rewrite Forall_map. apply Forall_forall. intros s _.
    split; [reflexivity | repeat constructor].
  - intros z. rewrite network_value. unfold stretches in *. cbn [map] in *.
    rewrite balanced_value; [|exact L | apply (map_climbing units bias _ K)].
    eapply same_trans; [|apply same_sym, hidden_value].
    destruct (holder_place units bias (kinks units) _ z K) as (s & E & I & P & R). rewrite E. cbn [snd].
    apply leaf_value; intros u Hu T H; destruct (kinks_complete units u Hu T) as (k & Ik & Ek).
    + destruct P as [P | P]; [lra|]. exfalso. inversion K as [|? ? _ F]; subst. rewrite Forall_forall in F.
      specialize (F k Ik). lra.
    + rewrite <- Ek in H. specialize (R k Ik H). lra.
  - intros x. rewrite network_tests. eapply Nat.le_trans; [apply tests_depth | apply balanced_depth].
  - intros x. eapply Nat.le_trans; [apply (plain_cost 2)|].
    + apply balanced_plain. unfold stretches. rewrite Forall_map. apply Forall_forall. intros s _. cbn [snd].
      unfold leaf, affine_cost. cbn [fold_right]. rewrite total_plus.
      unfold row_cost, total, negation, count; cbn [fst snd filter forallb]. unfold multiplied, count.
      generalize (sum units (fun u => if active s u then v u * w u else 0)) as slope. intros slope.
      generalize (sum units (fun u => if active s u then v u * c u else 0) + bias) as offset. intros offset.
      destruct (stored slope), (Qeq_bool slope 1), (Qeq_bool slope (-1)), (Qeq_bool offset 0); simpl; lia.
    + apply Nat.add_le_mono_r, balanced_depth.
Qed.
