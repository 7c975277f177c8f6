(** A checker that computes: one denominator for all values side by side; and its soundness. *)

From Coq Require Import NArith ZArith QArith List Bool Arith Lia Lqa.
From Memocert Require Import Model Nets.
Import ListNotations.
Open Scope Z_scope.

(** * Computing *)

(** Numerators, and their positive denominator. *)
Definition values_over : Type := list Z * positive.

Fixpoint zdot (r : row) (xs : list Z) : Z :=
  match r with
  | [] => 0
  | (gap, w) :: r' =>
      match skipn gap xs with
      | [] => 0
      | x :: xs' => w * x + zdot r' xs'
      end
  end.

Definition common (xs : values_over) : Z := fold_right Z.gcd (Zpos (snd xs)) (fst xs).

Definition lowest (xs : values_over) : values_over :=
  match common xs with
  | Zpos (xO _ as g) | Zpos (xI _ as g) =>
      (map (fun x => x / Zpos g) (fst xs), Z.to_pos (Zpos (snd xs) / Zpos g))
  | _ => xs
  end.

Fixpoint zeval (n : net) (xs : values_over) : values_over :=
  match n with
  | Affine scale rows =>
      lowest (map (fun r => zdot (fst r) (fst xs) + snd r * Zpos (snd xs)) rows, (scale * snd xs)%positive)
  | Identity => xs
  | Units Relu _ => (map (Z.max 0) (fst xs), snd xs)
  | Units Step _ => (map (fun x => if 0 <=? x then 1 else 0) (fst xs), 1%positive)
  | Sequence f g => zeval g (zeval f xs)
  | Concatenate f g =>
      let a := zeval f xs in
      let b := zeval g xs in
      lowest (map (Z.mul (Zpos (snd b))) (fst a) ++ map (Z.mul (Zpos (snd a))) (fst b), (snd a * snd b)%positive)
  | Branch _ w t below above => if t * Zpos (snd xs) <=? zdot w (fst xs) then zeval above xs else zeval below xs
  end.

Definition rationals (xs : values_over) : vec := map (fun x => x # snd xs) (fst xs).

(** * Soundness *)

Lemma nth_rationals place xs d : (nth place (map (fun x => x # d) xs) 0 == nth place xs 0%Z # d)%Q.
Proof.
  revert place. induction xs as [|a xs IH]; intros [|place]; simpl; try apply IH; unfold Qeq; simpl; ring.
Qed.

Lemma make_mult (a b : Z) (c d : positive) : ((a # c) * (b # d) == a * b # (c * d))%Q.
Proof. unfold Qeq, Qmult; simpl. reflexivity. Qed.

Lemma make_add (a b : Z) (c : positive) : ((a # c) + (b # c) == a + b # c)%Q.
Proof. unfold Qeq, Qplus; simpl. rewrite Pos2Z.inj_mul. ring. Qed.

Lemma skipn_rationals gap xs d : skipn gap (map (fun x => x # d) xs) = map (fun x => x # d) (skipn gap xs).
Proof. revert xs. induction gap as [|gap IH]; intros [|x xs]; simpl; auto. Qed.

Lemma zdot_rational r d : forall xs, (dot r (map (fun x => x # d) xs) == zdot r xs # d)%Q.
Proof.
  induction r as [|[gap w] r IH]; intros xs; cbn [dot zdot]; [reflexivity|].
  rewrite skipn_rationals. destruct (skipn gap xs) as [|x rest]; cbn [map]; [reflexivity|].
  rewrite IH. unfold Qeq, Qplus, Qmult, inject_Z. cbn [Qnum Qden]. rewrite !Pos2Z.inj_mul. ring.
Qed.

Lemma spread_dot scale r xs d :
  (Model.dot (spread scale r) (map (fun x => x # d) xs) == zdot r xs # (scale * d))%Q.
Proof. rewrite dot_spread, zdot_rational. unfold Qeq, Qmult. cbn [Qnum Qden]. rewrite !Pos2Z.inj_mul. ring. Qed.

Lemma bias_scaled (b : Z) scale d : ((b # scale) == b * Zpos d # (scale * d))%Q.
Proof. unfold Qeq; simpl. rewrite Pos2Z.inj_mul. ring. Qed.

Lemma gcd_fold_divides l d : (fold_right Z.gcd d l | d) /\ Forall (fun x => (fold_right Z.gcd d l | x)) l.
Proof.
  induction l as [|a l [IH1 IH2]]; simpl; [split; [apply Z.divide_refl | constructor]|]. split.
  - eapply Z.divide_trans; [apply Z.gcd_divide_r | exact IH1].
  - constructor; [apply Z.gcd_divide_l|]. eapply Forall_impl; [|exact IH2]. simpl. intros x Hx.
    eapply Z.divide_trans; [apply Z.gcd_divide_r | exact Hx].
Qed.

Lemma lowest_sound xs : same (rationals (lowest xs)) (rationals xs).
Proof.
  destruct xs as [l d]. unfold lowest.
  destruct (gcd_fold_divides l (Zpos d)) as [Hd Hl]. fold (common (l, d)) in Hd, Hl. cbn [fst snd] in *.
  assert (G : forall g : positive, common (l, d) = Zpos g ->
    same (rationals (map (fun x => x / Zpos g) l, Z.to_pos (Zpos d / Zpos g))) (rationals (l, d))).
  { intros g E. change (fold_right Z.gcd (Z.pos d) l) with (common (l, d)) in *. rewrite E in *.
    destruct Hd as [q Hq]. assert (Pq : 0 < q) by nia.
    unfold rationals; cbn [fst snd]. rewrite Hq, Z.div_mul by discriminate.
    rewrite map_map. clear E. induction Hl as [|x l [y Hy] Hl IH]; simpl; constructor; auto.
    rewrite Hy, Z.div_mul by discriminate. unfold Qeq; simpl. rewrite Hq, Z2Pos.id by exact Pq. ring. }
  destruct (common (l, d)) as [|p|p] eqn:E; try apply same_refl.
  destruct p; try apply same_refl; apply G; reflexivity.
Qed.

Lemma make_le (a b : Z) (c d : positive) : (Qle_bool (a # c) (b # d) = true) <-> a * Zpos d <= b * Zpos c.
Proof. rewrite Qle_bool_iff. unfold Qle; simpl. reflexivity. Qed.

Lemma nonneg_make a d : Qle_bool 0 (a # d) = (0 <=? a).
Proof. apply eq_true_iff_eq. rewrite Qle_bool_iff, Z.leb_le. unfold Qle; simpl. lia. Qed.

Theorem zeval_sound n : forall xs, same (rationals (zeval n xs)) (eval (model n) (rationals xs)).
Proof.
  induction n; intros [l d]; cbn [zeval model eval].
  - eapply same_trans; [apply lowest_sound|]. unfold rationals; cbn [fst snd]. rewrite !map_map.
    induction rows as [|[r b] rows IH]; simpl; constructor; [|exact IH].
    unfold at_; cbn [fst snd]. rewrite spread_dot, (bias_scaled b scale d), make_add. reflexivity.
  - apply same_refl.
  - destruct kind; cbn [eval]; unfold rationals; cbn [fst snd]; rewrite !map_map;
      (induction l as [|a l IH]; simpl; constructor; [|exact IH]).
    + unfold relu. rewrite nonneg_make. destruct (Z.leb_spec 0 a).
      * rewrite Z.max_r by assumption. reflexivity.
      * rewrite Z.max_l by lia. unfold Qeq; simpl. reflexivity.
    + unfold step. rewrite nonneg_make. destruct (0 <=? a); reflexivity.
  - eapply same_trans; [apply IHn2|]. apply eval_same, IHn1.
  - eapply same_trans; [apply lowest_sound|]. unfold rationals in *; cbn [fst snd]. rewrite map_app, !map_map.
    apply Forall2_app; [eapply same_trans; [|apply (IHn1 (l, d))] | eapply same_trans; [|apply (IHn2 (l, d))]].
    + induction (fst (zeval n1 (l, d))) as [|a m IH]; cbn [map]; constructor; [|exact IH].
      unfold Qeq; cbn [Qnum Qden]. rewrite Pos2Z.inj_mul. ring.
    + induction (fst (zeval n2 (l, d))) as [|a m IH]; cbn [map]; constructor; [|exact IH].
      unfold Qeq; cbn [Qnum Qden]. rewrite Pos2Z.inj_mul. ring.
  - assert (E : Model.opens (spread scale normal) (threshold # scale) (rationals (l, d))
                = (threshold * Zpos d <=? zdot normal l)).
    { unfold Model.opens, rationals; cbn [fst snd]. apply eq_true_iff_eq. rewrite Qle_bool_iff, Z.leb_le, spread_dot.
      unfold Qle; simpl. rewrite Pos2Z.inj_mul. split; intros; nia. }
    rewrite E. cbn [fst snd]. destruct (threshold * Zpos d <=? zdot normal l); [apply IHn2 | apply IHn1].
Qed.

(** * The shape of data *)

(** There are n rows, at least one, each of p numbers. *)
Definition are_vectors (n : Z) (p : nat) (l : list values_over) : Prop :=
  Z.of_nat (length l) = n /\ 0 < n /\ Forall (fun x => length (fst x) = p) l.

Definition vectors (n : Z) (p : nat) (l : list values_over) : bool :=
  (Z.of_nat (length l) =? n) && (0 <? n) && forallb (fun x => (length (fst x) =? p)%nat) l.

Theorem vectors_by : forall n p l, vectors n p l = true -> are_vectors n p l.
Proof.
  intros n p l H. unfold vectors in H. rewrite !andb_true_iff, Z.eqb_eq, Z.ltb_lt, forallb_forall in H.
  destruct H as [[H1 H2] H3]. split; [exact H1|]. split; [exact H2|]. apply Forall_forall. intros x I. apply Nat.eqb_eq, H3, I.
Qed.

(** There are q classes, at least two, as many as the data set names if it names them, and all labels are classes. *)
Definition are_classes (named : option Z) (q : nat) (labels : list nat) : Prop :=
  (2 <= q)%nat /\ match named with Some c => c = Z.of_nat q | None => True end /\ Forall (fun y => (y < q)%nat) labels.

Definition classes (named : option Z) (q : nat) (labels : list nat) : bool :=
  (2 <=? q)%nat && match named with Some c => c =? Z.of_nat q | None => true end && forallb (fun y => (y <? q)%nat) labels.

Theorem classes_by : forall named q labels, classes named q labels = true -> are_classes named q labels.
Proof.
  intros named q labels H. unfold classes in H. rewrite !andb_true_iff, Nat.leb_le, forallb_forall in H.
  destruct H as [[H1 H2] H3]. split; [exact H1|]. split.
  - destruct named; [apply Z.eqb_eq, H2 | exact I].
  - apply Forall_forall. intros y I. apply Nat.ltb_lt, H3, I.
Qed.

(** The unit vector of a class, and data with classes as data with vectors. *)
Definition unit_vector (q label : nat) : values_over := (map (fun j => if (j =? label)%nat then 1 else 0) (seq 0 q), 1%positive).
Definition one_hot (q : nat) (d : list (values_over * nat)) : list (values_over * values_over) :=
  map (fun row => (fst row, unit_vector q (snd row))) d.

(** * Claims about data *)

(** A row: the point and its label, each in integers over a denominator. *)
Definition zdata : Type := list (values_over * values_over).
Definition rational_data (d : zdata) : data := map (fun row => (rationals (fst row), rationals (snd row))) d.

Fixpoint equal_over (xs ys : list Z) (a b : Z) : bool :=
  match xs, ys with
  | [], [] => true
  | x :: xs', y :: ys' => (x * b =? y * a) && equal_over xs' ys' a b
  | _, _ => false
  end.

Definition memorizes_row (n : part) (row : values_over * values_over) : bool :=
  let out := zeval (body n) (fst row) in
  equal_over (fst out) (fst (snd row)) (Zpos (snd out)) (Zpos (snd (snd row))).

Definition check_memorizes (n : part) (d : zdata) : bool := forallb (memorizes_row n) d.

Lemma equal_over_sound xs ys a b :
  equal_over xs ys (Zpos a) (Zpos b) = true -> same (rationals (xs, a)) (rationals (ys, b)).
Proof.
  unfold rationals; cbn [fst snd]. revert ys. induction xs as [|x xs IH]; intros [|y ys]; simpl; try discriminate.
  - constructor.
  - rewrite andb_true_iff, Z.eqb_eq. intros [H1 H2]. constructor; [exact H1 | apply IH, H2].
Qed.

Theorem check_memorizes_sound : forall n d, check_memorizes n d = true -> memorizes (meaning n) (rational_data d).
Proof.
  intros n d H x y I. unfold rational_data in I. apply in_map_iff in I. destruct I as ([p l] & E & I). injection E as <- <-.
  unfold check_memorizes in H. rewrite forallb_forall in H. specialize (H _ I). unfold memorizes_row in H. cbn [fst snd] in *.
  eapply same_trans; [apply same_sym, zeval_sound|]. unfold meaning. destruct (zeval (body n) p), l. apply equal_over_sound, H.
Qed.

(** Output [label] is greater than every other. *)
Definition wins (label : nat) (v : vec) : Prop :=
  (label < length v)%nat /\ forall j, (j < length v)%nat -> j <> label -> (nth j v 0 < nth label v 0)%Q.

Definition classifies (n : Model.net) (d : list (vec * nat)) : Prop := forall x y, In (x, y) d -> wins y (eval n x).

Fixpoint smaller_but (label : nat) (most : Z) (l : list Z) : bool :=
  match l, label with
  | [], _ => true
  | _ :: l', O => forallb (fun x => x <? most) l'
  | x :: l', S label' => (x <? most) && smaller_but label' most l'
  end.

Definition classifies_row (n : part) (row : values_over * nat) : bool :=
  let out := fst (zeval (body n) (fst row)) in
  (snd row <? length out)%nat && smaller_but (snd row) (nth (snd row) out 0) out.

Definition check_classifies (n : part) (d : list (values_over * nat)) : bool := forallb (classifies_row n) d.

Lemma smaller_but_sound l : forall label most j, smaller_but label most l = true -> (j < length l)%nat -> j <> label ->
  nth j l 0 < most.
Proof.
  induction l as [|x l IH]; intros label most j H J N; simpl in J; [lia|]. destruct label as [|label]; simpl in H.
  - destruct j as [|j]; [contradiction|]. rewrite forallb_forall in H. simpl. apply Z.ltb_lt, H, nth_In. lia.
  - apply andb_prop in H. destruct H as [H1 H2]. destruct j as [|j]; simpl; [apply Z.ltb_lt, H1|].
    apply (IH label); auto; lia.
Qed.

Lemma wins_same label x y : same x y -> wins label x -> wins label y.
Proof.
  intros H [L W]. pose proof (same_length _ _ H) as E. split; [lia|]. intros j J N.
  assert (K : forall k, (nth k x 0 == nth k y 0)%Q).
  { clear - H. induction H; intros [|k]; simpl; auto; reflexivity. }
  rewrite <- !K. apply W; auto. lia.
Qed.

Theorem check_classifies_sound : forall n d, check_classifies n d = true ->
  classifies (meaning n) (map (fun row => (rationals (fst row), snd row)) d).
Proof.
  intros n d H x y I. apply in_map_iff in I. destruct I as ([p l] & E & I). injection E as <- <-.
  unfold check_classifies in H. rewrite forallb_forall in H. specialize (H _ I). unfold classifies_row in H. cbn [fst snd] in *.
  apply andb_prop in H. destruct H as [H1 H2]. apply Nat.ltb_lt in H1.
  eapply wins_same; [apply zeval_sound|]. unfold meaning. destruct (zeval (body n) p) as [out e]. unfold rationals; cbn [fst snd] in *.
  split; [rewrite map_length; exact H1|]. rewrite map_length. intros j J N.
  rewrite !nth_rationals. unfold Qlt; simpl. pose proof (smaller_but_sound _ _ _ _ H2 J N). nia.
Qed.

(** * Two networks on data *)

Definition same_row (n m : net) (p : values_over) : bool :=
  let a := zeval n p in
  let b := zeval m p in
  equal_over (fst a) (fst b) (Zpos (snd a)) (Zpos (snd b)).

Lemma same_row_sound n m p : same_row n m p = true -> same (eval (model n) (rationals p)) (eval (model m) (rationals p)).
Proof.
  intros H. unfold same_row in H. cbn zeta in H.
  eapply same_trans; [apply same_sym, zeval_sound|]. eapply same_trans; [|apply zeval_sound].
  destruct (zeval n p), (zeval m p). apply equal_over_sound, H.
Qed.
