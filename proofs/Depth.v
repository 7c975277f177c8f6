(** Certificates that trees of tests of single coordinates need a depth (docs/reference/format.md), with constant leaves or affine
    ones, checked by computation; and their soundness. *)

From Coq Require Import NArith ZArith QArith List Bool Arith Lia Lqa FMapPositive.
From Memocert Require Import Model NormalForm Numerals Counting Shallow Ranges Powers Unfit.
Import ListNotations.
Open Scope Q_scope.

(** * Boxes *)

(** The least and the greatest coordinates of a set of points, and a depth that is not enough for it. *)
Record box := Box { low : vec; high : vec; enough : nat }.

Definition point_sides (q : vec * vec) : vec * vec := (fst q, fst q).
Definition box_sides (b : box) : vec * vec := (low b, high b).

(** The box around several. *)
Definition hull (c : nat) (sides : list (vec * vec)) : option box :=
  match sides with
  | [] => None
  | (l, h) :: sides => Some (Box (firsts true l (map fst sides)) (firsts false h (map snd sides)) c)
  end.

Definition spans (p : nat) (sides : vec * vec) (x : vec) : Prop :=
  forall j, (j < p)%nat -> nth j (fst sides) 0 <= nth j x 0 /\ nth j x 0 <= nth j (snd sides) 0.

(** Points of the data, all of them between two vectors. *)
Definition covers (d : data) (p : nat) (sides : vec * vec) (s : data) : Prop :=
  incl s d /\ length (fst sides) = p /\ length (snd sides) = p /\ (forall x y, In (x, y) s -> spans p sides x).

(** What a step shows. *)
Definition shows (constant : bool) (d : data) (p : nat) (b : box) (s : data) : Prop :=
  covers d p (box_sides b) s /\ too_shallow constant s (enough b).

Lemma in_sides d p sides : forall parts x y, Forall2 (covers d p) sides parts -> In (x, y) (concat parts) ->
  exists s, In s sides /\ spans p s x.
Proof.
  induction sides as [|s sides IH]; intros parts x y F H; inversion F as [|? t ? parts' C F']; subst; [destruct H|].
  simpl in H. apply in_app_or in H. destruct H as [H | H].
  - exists s. split; [left; reflexivity|]. destruct C as (_ & _ & _ & C). eapply C, H.
  - destruct (IH _ _ _ F' H) as (u & U & K). exists u. split; [right|]; assumption.
Qed.

Lemma hull_covers d p c b sides parts : Forall2 (covers d p) sides parts -> hull c sides = Some b ->
  enough b = c /\ covers d p (box_sides b) (concat parts).
Proof.
  intros F H. destruct sides as [|[l h] more]; [discriminate|]. injection H as <-. split; [reflexivity|].
  assert (L : Forall (fun s => length (fst s) = p /\ length (snd s) = p) ((l, h) :: more)).
  { clear - F. induction F as [|s t ? ? C F IH]; constructor; auto. destruct C as (_ & A & B & _). auto. }
  pose proof (Forall_inv L) as [Ll Lh]. pose proof (Forall_inv_tail L) as L'. cbn [fst snd] in Ll, Lh.
  assert (Fl : Forall (fun w => length w = p) (map fst more)) by (apply Forall_map; revert L'; apply Forall_impl; intros s [? ?]; assumption).
  assert (Fh : Forall (fun w => length w = p) (map snd more)) by (apply Forall_map; revert L'; apply Forall_impl; intros s [? ?]; assumption).
  unfold covers, box_sides; cbn [fst snd low high]. repeat split.
  - clear - F. induction F as [|s t ? ? C F IH]; simpl; [intros q []|]. destruct C as (I & _). apply incl_app; auto.
  - apply firsts_length; auto.
  - apply firsts_length; auto.
  - rename H0 into J. destruct (in_sides _ _ _ _ _ _ F H) as (s & I & C). eapply Qle_trans; [|apply C, J].
    apply (firsts_reached true (map fst more) l p j Ll Fl J). apply (in_map fst) in I. exact I.
  - rename H0 into J. destruct (in_sides _ _ _ _ _ _ F H) as (s & I & C). eapply Qle_trans; [apply C, J|].
    apply (firsts_reached false (map snd more) h p j Lh Fh J). apply (in_map snd) in I. exact I.
Qed.

Lemma points_covered d p rows : Forall (fun q : vec * vec => length (fst q) = p) d -> incl rows d ->
  Forall2 (covers d p) (map point_sides rows) (map (fun q => [q]) rows).
Proof.
  intros W. induction rows as [|q rows IH]; intros I; constructor.
  - assert (Q : In q d) by (apply I; left; reflexivity). rewrite Forall_forall in W. unfold covers, point_sides; cbn [fst snd].
    repeat split; auto; [intros r [<- | []]; exact Q| |]; destruct H as [-> | []]; apply Qle_refl.
  - apply IH. intros r R. apply I. right. exact R.
Qed.

Lemma concat_singles {A} (l : list A) : concat (map (fun a => [a]) l) = l.
Proof. induction l; simpl; congruence. Qed.

(** * Steps *)

(** Rows, of which the first ones have different labels, in rising order; steps; a depth, rows by their labels, and steps; and sets of
    rows with multipliers. *)
Inductive step :=
| Labels (foremost rest : list positive)
| Sides (steps : list positive)
| Ranged (c : nat) (groups : list (list positive)) (steps : list positive)
| Uninterpolable (s : N) (factors : list Z)
| Powered (s : N) (c : nat) (factors : list Z).

Definition by_labels (d : PositiveMap.t (vec * vec)) (foremost rest : list positive) : option box :=
  match picked d foremost, picked d rest with
  | Some foremost, Some rest =>
      if ((2 <=? length foremost)%nat && rising foremost)
      then hull (less_than (length foremost)) (map point_sides (foremost ++ rest)) else None
  | _, _ => None
  end.

Fixpoint all_le (a b : vec) : bool :=
  match a, b with
  | x :: a', y :: b' => at_most x y && all_le a' b'
  | _, _ => true
  end.

(** Any test of a coordinate leaves a box, or more than 2^c labels of the rows, on one side. *)
Definition by_sides (p c : nat) (groups : list data) (boxes : list box) : option box :=
  match ranged true p c groups ++ map high boxes, ranged false p c groups ++ map low boxes with
  | l :: ls, r :: rs =>
      if all_le (firsts true l ls) (firsts false r rs)
      then hull (S c) (map point_sides (concat groups) ++ map box_sides boxes) else None
  | _, _ => None
  end.

Definition least_enough (b : box) (bs : list box) : nat := fold_left (fun c b => Nat.min c (enough b)) bs (enough b).

Fixpoint all_picked {A} (m : PositiveMap.t A) (groups : list (list positive)) : option (list (list A)) :=
  match groups with
  | [] => Some []
  | g :: groups => match picked m g, all_picked m groups with Some a, Some r => Some (a :: r) | _, _ => None end
  end.

(** A set of rows that is refuted as for every network. *)
Definition by_set (rows : data) (s : N) (c : nat) (refutes : data -> bool) : option box :=
  let part := select s rows in
  if of_rows rows s && refutes part then hull c (map point_sides part) else None.

(** Labels are counted for constant leaves, multipliers summed for affine ones. *)
Definition by_step (constant : bool) (p q : nat) (rows : data) (d : PositiveMap.t (vec * vec)) (shown : PositiveMap.t box) (s : step) :
    option box :=
  match s with
  | Labels foremost rest => if constant then by_labels d foremost rest else None
  | Uninterpolable s factors => if constant then None else by_set rows s 0 (no_affine p q (map inject_Z factors))
  | Powered s c factors =>
      if constant then None else
      by_set rows s c (fun part => (1 <=? c)%nat && (2 ^ c <? length part)%nat && powered p q c (map inject_Z factors) part)
  | Sides numbers =>
      match picked shown numbers with
      | Some (b :: bs) => by_sides p (least_enough b bs) [] (b :: bs)
      | _ => None
      end
  | Ranged c groups numbers =>
      match all_picked d groups, picked shown numbers with
      | Some groups, Some bs =>
          if constant && forallb uniform groups && rising (map foremost groups) && forallb (fun b => (c <=? enough b)%nat) bs
          then by_sides p c groups bs else None
      | _, _ => None
      end
  end.

(** Whether a step, the last one, shows that the depth less one is not enough. *)
Fixpoint reaches (constant : bool) (p q depth : nat) (rows : data) (d : PositiveMap.t (vec * vec)) (steps : list step)
    (next : positive) (shown : PositiveMap.t box) : bool :=
  match steps with
  | [] => false
  | s :: steps' =>
      match by_step constant p q rows d shown s with
      | Some b =>
          if (depth <=? S (enough b))%nat then match steps' with [] => true | _ => false end
          else reaches constant p q depth rows d steps' (Pos.succ next) (PositiveMap.add next b shown)
      | None => false
      end
  end.

Definition check_depth (constant : bool) (p q : nat) (d : data) (depth : nat) (steps : list step) : bool :=
  (1 <=? p)%nat && forallb (fun row => (length (fst row) =? p)%nat) d &&
  reaches constant p q depth d (if constant then numbered d 1 (PositiveMap.empty _) else PositiveMap.empty _) steps 1 (PositiveMap.empty _).

(** Steps as integers: 1, how many labels there are, and rows; 2 and steps; 3, a depth, how many steps there are, those, and the rows
    of each label after their number; 10, a set and multipliers; or 23, a set, a depth and multipliers. *)
Definition step_of (l : list Z) : step :=
  match l with
  | 1%Z :: labels :: rows =>
      Labels (map Z.to_pos (firstn (Z.to_nat labels) rows)) (map Z.to_pos (skipn (Z.to_nat labels) rows))
  | 2%Z :: steps => Sides (map Z.to_pos steps)
  | 3%Z :: c :: steps :: rest =>
      let groups := skipn (Z.to_nat steps) rest in
      Ranged (Z.to_nat c) (map (map Z.to_pos) (lists_within groups groups)) (map Z.to_pos (firstn (Z.to_nat steps) rest))
  | 10%Z :: s :: factors => Uninterpolable (Z.to_N s) factors
  | 23%Z :: s :: c :: factors => Powered (Z.to_N s) (Z.to_nat c) factors
  | _ => Sides []
  end.

Definition steps_of (numerals : list Number.uint) : list step := map step_of (lists numerals).

(** * Soundness *)

Lemma by_labels_shows d m p foremost rest b : Forall (fun q : vec * vec => length (fst q) = p) d ->
  (forall k a, PositiveMap.find k m = Some a -> In a d) -> by_labels m foremost rest = Some b -> exists s, shows true d p b s.
Proof.
  intros W N. unfold by_labels. destruct (picked m foremost) as [few|] eqn:P; [|discriminate].
  destruct (picked m rest) as [more|] eqn:P2; [|discriminate]. destruct (_ && _) eqn:A; [|discriminate]. apply andb_prop in A.
  destruct A as [L R]. apply Nat.leb_le in L. intros H.
  assert (I : incl (few ++ more) d).
  { apply incl_app; intros q Q; [eapply (picked_all (fun a => In a d) m foremost) | eapply (picked_all (fun a => In a d) m rest)]; eauto. }
  destruct (hull_covers d p _ b _ _ (points_covered d p _ W I) H) as [E C]. rewrite concat_singles in C.
  exists (few ++ more). split; auto. rewrite E.
  apply (more_points true few); [|apply incl_appl, incl_refl].
  apply many_labels; auto. apply rising_pairs, R.
Qed.

Lemma all_le_nth a : forall b j, all_le a b = true -> length a = length b -> (j < length a)%nat -> nth j a 0 <= nth j b 0.
Proof.
  induction a as [|x a IH]; intros [|y b] j H L J; simpl in *; try lia. apply andb_prop in H. destruct H as [H1 H2].
  destruct j as [|j]; [rewrite at_most_le in H1; apply Qle_bool_iff, H1 | apply IH; auto; lia].
Qed.

(** Any test of a coordinate leaves a refuted part whole on one side. *)
Lemma sides_soundly constant d p c s : (1 <= p)%nat -> Forall (fun q : vec * vec => length (fst q) = p) d -> incl s d ->
  (forall j, (j < p)%nat -> exists v w, v <= w /\ refuted_side constant true j v c s /\ refuted_side constant false j w c s) ->
  too_shallow constant s (S c).
Proof.
  intros P W I D n T M C. destruct T as [rows Z | j normal threshold below above N Tb Ta].
  - destruct (D 0%nat) as (v & w & _ & (part & Ip & _ & R) & _); [lia|].
    apply (R (Affine rows)); [constructor; auto | intros x y H; apply M, Ip, H|]. intros x y _. rewrite leaf_free. lia.
  - assert (G : forall part side, incl part s -> too_shallow constant part c ->
      (forall x y, In (x, y) part -> opens normal threshold x = side) -> False).
    { intros part side Ip R O. destruct (one_side normal threshold below above s part c side M Ip C O) as [M' C'].
      apply (R (if side then above else below)); auto. destruct side; assumption. }
    destruct (lt_dec j p) as [J | J].
    + destruct (D j J) as (v & w & K & (l & Il & El & Rl) & (r & Ir & Er & Rr)). simpl in El, Er.
      destruct (Qlt_le_dec v threshold) as [Q | Q].
      * apply (G l false Il Rl). intros x y H. specialize (El x y H). unfold opens.
        destruct (Qle_bool threshold (dot normal x)) eqn:O; auto. apply Qle_bool_iff in O. rewrite N in O. lra.
      * apply (G r true Ir Rr). intros x y H. specialize (Er x y H). apply Qle_bool_iff. rewrite N. lra.
    + destruct (D 0%nat) as (v & w & _ & (part & Ip & _ & R) & _); [lia|].
      apply (G part (Qle_bool threshold 0) Ip R). intros x y H. unfold opens. apply Qle_bool_eq; [reflexivity|].
      rewrite N, nth_overflow; [reflexivity|]. rewrite Forall_forall in W. specialize (W _ (I _ (Ip _ H))). cbn [fst] in W. lia.
Qed.

Lemma sets_of constant d p bs : Forall (fun b => exists s, shows constant d p b s) bs -> exists ss, Forall2 (shows constant d p) bs ss.
Proof. induction 1 as [|b bs (s & H) F (ss & IH)]; [exists []; constructor | exists (s :: ss); constructor; auto]. Qed.

Lemma by_sides_shows constant d p c groups bs b : (constant = false -> groups = []) -> (1 <= p)%nat -> Forall (fun q : vec * vec => length (fst q) = p) d ->
  incl (concat groups) d -> forallb uniform groups = true -> rising (map foremost groups) = true ->
  Forall (fun b => (c <= enough b)%nat) bs -> Forall (fun b => exists s, shows constant d p b s) bs ->
  by_sides p c groups bs = Some b -> exists s, shows constant d p b s.
Proof.
  intros K P W I U R E S. unfold by_sides.
  destruct (ranged true p c groups ++ map high bs) as [|l ls] eqn:El; [discriminate|].
  destruct (ranged false p c groups ++ map low bs) as [|r rs] eqn:Er; [discriminate|].
  destruct (all_le _ _) eqn:A; [|discriminate]. intros H. destruct (sets_of constant d p bs S) as (ss & F).
  assert (F' : Forall2 (covers d p) (map point_sides (concat groups) ++ map box_sides bs) (map (fun q => [q]) (concat groups) ++ ss)).
  { apply Forall2_app; [apply points_covered; auto|]. clear - F. induction F as [|a s bs ss [C _] F IH]; constructor; auto. }
  destruct (hull_covers d p _ b _ _ F' H) as [Eb C]. rewrite concat_app, concat_singles in C. set (s := concat groups ++ concat ss) in *.
  exists s. split; auto. rewrite Eb.
  assert (G : forall g, In g groups -> incl g s).
  { intros g Ig q Q. apply in_or_app. left. apply in_concat. exists g. auto. }
  assert (X : forall (up : bool) (v : vec), In v (ranged up p c groups ++ map (if up then high else low) bs) ->
    length v = p /\ forall j, (j < p)%nat -> refuted_side constant up j (nth j v 0) c s).
  { intros up v V. apply in_app_or in V. destruct V as [V | V].
    - destruct constant; [|rewrite (K eq_refl) in V; destruct V].
      assert (Q : forall j, (j < p)%nat -> length v = p /\ refuted_side true up j (nth j v 0) c s).
      { intros j J. apply (ranged_sound up p c groups v j s); auto; [apply groups_apart; auto| |].
        - rewrite forallb_forall in U. apply Forall_forall. intros g Ig N. subst g. specialize (U [] Ig). discriminate.
        - apply Forall_forall. intros g Ig. apply Forall_forall. intros q Q. rewrite Forall_forall in W. apply W, I, in_concat.
          exists g. auto. }
      split; [apply (Q 0%nat); lia | intros j J; apply Q, J].
    - apply in_map_iff in V. destruct V as (a & <- & Ia).
      assert (exists t, shows constant d p a t /\ incl t s) as (t & [(It & L1 & L2 & Cv) Rt] & Is).
      { assert (exists t, shows constant d p a t /\ In t ss) as (t & T & J).
        { clear - F Ia. induction F as [|a' u bs ss C F IH]; [destruct Ia|]. destruct Ia as [<- | Ia]; [exists u; simpl; auto|].
          destruct (IH Ia) as (t & T & J). exists t. simpl. auto. }
        exists t. split; auto. intros q Q. apply in_or_app. right. apply in_concat. exists t. auto. }
      assert (Ea : (c <= enough a)%nat) by (rewrite Forall_forall in E; apply E, Ia).
      split; [destruct up; assumption|]. intros j J. exists t. split; [exact Is|]. split; [|eapply shallower; eauto].
      intros x y T. specialize (Cv x y T j J). cbn [box_sides fst snd] in Cv. destruct up; simpl; apply Cv. }
  apply (sides_soundly constant d p c s P W); [apply C|].
  pose proof (X true) as Xl. pose proof (X false) as Xr. cbn iota in Xl, Xr. rewrite El in Xl. rewrite Er in Xr. clear X.
  assert (Ll : length l = p) by apply (Xl l (or_introl eq_refl)). assert (Lr : length r = p) by apply (Xr r (or_introl eq_refl)).
  assert (Fl : Forall (fun w => length w = p) ls) by (apply Forall_forall; intros w V; apply (Xl w); right; exact V).
  assert (Fr : Forall (fun w => length w = p) rs) by (apply Forall_forall; intros w V; apply (Xr w); right; exact V).
  intros j J. destruct (firsts_attained true ls l p j Ll Fl J) as (v & V & Ev). destruct (firsts_attained false rs r p j Lr Fr J) as (w & Q & Ew).
  exists (nth j v 0), (nth j w 0). split; [|split; [apply Xl | apply Xr]; auto].
  rewrite <- Ev, <- Ew. apply all_le_nth; auto; rewrite !firsts_length with (p := p); auto.
Qed.

Lemma least_enough_le bs : forall b a, In a (b :: bs) -> (least_enough b bs <= enough a)%nat.
Proof.
  assert (H : forall bs c, (fold_left (fun c b => Nat.min c (enough b)) bs c <= c)%nat /\
    forall a, In a bs -> (fold_left (fun c b => Nat.min c (enough b)) bs c <= enough a)%nat).
  { clear. induction bs as [|b bs IH]; intros c; simpl; [split; [lia | intros a []]|]. destruct (IH (Nat.min c (enough b))) as [A B].
    split; [lia|]. intros a [<- | I]; [lia | apply B, I]. }
  intros b a [<- | I]; unfold least_enough; [exact (proj1 (H bs _)) | exact (proj2 (H bs _) a I)].
Qed.

Lemma all_picked_in {A} (P : A -> Prop) m groups : (forall k a, PositiveMap.find k m = Some a -> P a) -> forall r,
  all_picked m groups = Some r -> forall a, In a (concat r) -> P a.
Proof.
  intros M. induction groups as [|g groups IH]; simpl; intros r H; [injection H as <-; intros a []|].
  destruct (picked m g) as [l|] eqn:E; [|discriminate]. destruct (all_picked m groups) as [r'|]; [|discriminate].
  injection H as <-. intros a K. simpl in K. apply in_app_or in K. destruct K as [K | K]; [eapply picked_all; eauto | eapply IH; eauto].
Qed.

Lemma by_set_shows constant d p s c b refutes : Forall (fun q : vec * vec => length (fst q) = p) d ->
  (wide p (select s d) -> refutes (select s d) = true -> refuted false (select s d) c) -> by_set d s c refutes = Some b ->
  exists t, shows constant d p b t.
Proof.
  intros W R H. unfold by_set in H. destruct (_ && _) eqn:A; [|discriminate]. apply andb_prop in A. destruct A as [_ A].
  assert (V : wide p (select s d)) by (intros x y I; rewrite Forall_forall in W; apply (W _ (select_incl _ _ _ I))).
  destruct (hull_covers d p c b _ _ (points_covered d p _ W (select_incl s d)) H) as [E C]. rewrite concat_singles in C.
  exists (select s d). split; [exact C|]. rewrite E. apply (refuted_shallow constant p); [exact (R V A) | exact V].
Qed.

Lemma by_step_shows constant d m p q shown s b : (1 <= p)%nat -> Forall (fun q : vec * vec => length (fst q) = p) d ->
  (forall k a, PositiveMap.find k m = Some a -> In a d) ->
  (forall k b, PositiveMap.find k shown = Some b -> exists s, shows constant d p b s) -> by_step constant p q d m shown s = Some b ->
  exists t, shows constant d p b t.
Proof.
  intros P W N S H. destruct s as [few rest | numbers | c groups numbers | s factors | s c factors]; simpl in H.
  - destruct constant; [eapply by_labels_shows; eauto | discriminate].
  - destruct (picked shown numbers) as [[|a bs]|] eqn:E; try discriminate.
    apply (by_sides_shows constant d p (least_enough a bs) [] (a :: bs) b); auto; try reflexivity.
    + intros r [].
    + apply Forall_forall. apply least_enough_le.
    + apply Forall_forall. apply (picked_all _ shown numbers S _ E).
  - destruct (all_picked m groups) as [gs|] eqn:Eg; [|discriminate]. destruct (picked shown numbers) as [bs|] eqn:E; [|discriminate].
    destruct constant; [|discriminate]. destruct (true && forallb uniform gs && _ && _) eqn:A; [|discriminate]. rewrite !andb_true_iff in A.
    destruct A as [[[_ A1] A2] A3]. apply (by_sides_shows true d p c gs bs b); auto; [discriminate| | |].
    + intros r Q. eapply (all_picked_in (fun a => In a d)); eauto.
    + rewrite forallb_forall in A3. apply Forall_forall. intros a I. apply Nat.leb_le, A3, I.
    + apply Forall_forall. apply (picked_all _ shown numbers S _ E).
  - destruct constant; [discriminate|]. eapply by_set_shows; [exact W | | exact H]. apply no_affine_refuted.
  - destruct constant; [discriminate|]. eapply by_set_shows; [exact W | | exact H]. intros V A. rewrite !andb_true_iff in A.
    exact (powered_refuted false p q c _ _ V (proj2 A)).
Qed.

Lemma reaches_sound constant p q d m depth steps : (1 <= p)%nat -> Forall (fun q : vec * vec => length (fst q) = p) d ->
  (forall k a, PositiveMap.find k m = Some a -> In a d) -> forall next shown,
  (forall k b, PositiveMap.find k shown = Some b -> exists s, shows constant d p b s) ->
  reaches constant p q depth d m steps next shown = true -> exists b s, shows constant d p b s /\ (depth <= S (enough b))%nat.
Proof.
  intros P W N. induction steps as [|s steps IH]; intros next shown F H; simpl in H; [discriminate|].
  destruct (by_step constant p q d m shown s) as [b|] eqn:E; [|discriminate].
  assert (B : exists s, shows constant d p b s) by (eapply by_step_shows; eauto).
  destruct (Nat.leb_spec depth (S (enough b))) as [L | _].
  - destruct B as (t & T). exists b, t. split; auto.
  - eapply IH; [|exact H]. intros k a K. destruct (Pos.eq_dec k next) as [-> | Ne].
    + rewrite PositiveMap.gss in K. injection K as <-. exact B.
    + rewrite PositiveMap.gso in K by exact Ne. eapply F, K.
Qed.

Theorem check_depth_sound : forall constant p q d depth steps, check_depth constant p q d depth steps = true ->
  forall n, axis_tree constant n -> memorizes n d -> exists x y, In (x, y) d /\ (depth <= comparisons (spent n x))%nat.
Proof.
  intros constant p q d depth steps H n T M. unfold check_depth in H. apply andb_prop in H. destruct H as [W H].
  apply andb_prop in W. destruct W as [P W]. apply Nat.leb_le in P.
  assert (W' : Forall (fun q : vec * vec => length (fst q) = p) d).
  { rewrite forallb_forall in W. apply Forall_forall. intros r I. apply Nat.eqb_eq, (W r I). }
  assert (N : forall k a, PositiveMap.find k (if constant then numbered d 1 (PositiveMap.empty _) else PositiveMap.empty _) = Some a -> In a d).
  { intros k a K. destruct constant; [|rewrite PositiveMap.gempty in K; discriminate].
    apply numbered_find in K. destruct K as [K | K]; auto. rewrite PositiveMap.gempty in K. discriminate. }
  destruct (reaches_sound constant p q d _ depth steps P W' N 1%positive (PositiveMap.empty box)) as (b & s & ((Is & _) & R) & L); auto.
  { intros k a K. rewrite PositiveMap.gempty in K. discriminate. }
  apply (some_row n d s (enough b) depth Is L), (R n T). intros x y J. apply M, Is, J.
Qed.
