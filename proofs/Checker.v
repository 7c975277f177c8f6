(** A checker that computes: networks in integers, one denominator for all values side by side; and its soundness.

    A sparse row lists places and numerators. The meaning of such a network is a network of [Model]. *)

From Coq Require Import ZArith QArith List Bool Arith Lia Lqa.
From Memocert Require Import Model NormalForm.
Import ListNotations.
Open Scope Z_scope.

Definition sparse : Type := list (nat * Z).

Inductive znet :=
| ZAffine (scale : positive) (rows : list (sparse * Z))
| ZIdentity
| ZRelu
| ZStep
| ZSequence (first second : znet)
| ZConcatenate (left right : znet)
| ZBranch (scale : positive) (normal : sparse) (threshold : Z) (below above : znet).

(** * Meaning *)

Definition unit_at (place : nat) (w : Q) : vec := repeat 0%Q place ++ [w].
Definition dense (scale : positive) (row : sparse) : vec :=
  fold_right (fun term rest => add (unit_at (fst term) (snd term # scale)) rest) [] row.

Fixpoint meaning (n : znet) : net :=
  match n with
  | ZAffine scale rows => Affine (map (fun row => (dense scale (fst row), snd row # scale)) rows)
  | ZIdentity => Identity
  | ZRelu => Relu
  | ZStep => Step
  | ZSequence f g => Sequence (meaning f) (meaning g)
  | ZConcatenate f g => Concatenate (meaning f) (meaning g)
  | ZBranch scale w t below above => Branch (dense scale w) (t # scale) (meaning below) (meaning above)
  end.

(** * Computing *)

(** Numerators, and their positive denominator. *)
Definition values_over : Type := list Z * positive.

Definition zdot (row : sparse) (xs : list Z) : Z :=
  fold_right (fun term rest => snd term * nth (fst term) xs 0 + rest) 0 row.

Definition common (xs : values_over) : Z := fold_right Z.gcd (Zpos (snd xs)) (fst xs).

Definition lowest (xs : values_over) : values_over :=
  match common xs with
  | Zpos (xO _ as g) | Zpos (xI _ as g) =>
      (map (fun x => x / Zpos g) (fst xs), Z.to_pos (Zpos (snd xs) / Zpos g))
  | _ => xs
  end.

Fixpoint zeval (n : znet) (xs : values_over) : values_over :=
  match n with
  | ZAffine scale rows =>
      lowest (map (fun row => zdot (fst row) (fst xs) + snd row * Zpos (snd xs)) rows, (scale * snd xs)%positive)
  | ZIdentity => xs
  | ZRelu => (map (Z.max 0) (fst xs), snd xs)
  | ZStep => (map (fun x => if 0 <=? x then 1 else 0) (fst xs), 1%positive)
  | ZSequence f g => zeval g (zeval f xs)
  | ZConcatenate f g =>
      let a := zeval f xs in
      let b := zeval g xs in
      lowest (map (Z.mul (Zpos (snd b))) (fst a) ++ map (Z.mul (Zpos (snd a))) (fst b), (snd a * snd b)%positive)
  | ZBranch _ w t below above => if t * Zpos (snd xs) <=? zdot w (fst xs) then zeval above xs else zeval below xs
  end.

Definition rationals (xs : values_over) : vec := map (fun x => x # snd xs) (fst xs).

(** * Soundness *)

Lemma add_nil_r u : add u [] = u.
Proof. destruct u; reflexivity. Qed.

Lemma dot_unit place w x : (dot (unit_at place w) x == w * nth place x 0)%Q.
Proof.
  unfold unit_at. revert x. induction place as [|place IH]; intros [|a x]; simpl.
  - ring.
  - destruct x; simpl; ring.
  - ring.
  - rewrite IH. ring.
Qed.

Lemma nth_rationals place xs d : (nth place (map (fun x => x # d) xs) 0 == nth place xs 0%Z # d)%Q.
Proof.
  revert place. induction xs as [|a xs IH]; intros [|place]; simpl; try apply IH; unfold Qeq; simpl; ring.
Qed.

Lemma make_mult (a b : Z) (c d : positive) : ((a # c) * (b # d) == a * b # (c * d))%Q.
Proof. unfold Qeq, Qmult; simpl. reflexivity. Qed.

Lemma make_add (a b : Z) (c : positive) : ((a # c) + (b # c) == a + b # c)%Q.
Proof. unfold Qeq, Qplus; simpl. rewrite Pos2Z.inj_mul. ring. Qed.

Lemma dense_dot scale row xs d :
  (dot (dense scale row) (map (fun x => x # d) xs) == zdot row xs # (scale * d))%Q.
Proof.
  induction row as [|[place w] row IH]; simpl.
  - unfold Qeq; simpl. reflexivity.
  - rewrite dot_add, dot_unit, IH, nth_rationals, make_mult, make_add. reflexivity.
Qed.

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

Theorem zeval_sound n : forall xs, same (rationals (zeval n xs)) (eval (meaning n) (rationals xs)).
Proof.
  induction n; intros [l d]; cbn [zeval meaning eval].
  - eapply same_trans; [apply lowest_sound|]. unfold rationals; cbn [fst snd]. rewrite !map_map.
    induction rows as [|[row b] rows IH]; simpl; constructor; [|exact IH].
    unfold at_; cbn [fst snd]. rewrite dense_dot, (bias_scaled b scale d), make_add. reflexivity.
  - apply same_refl.
  - unfold rationals; cbn [fst snd]. rewrite !map_map. induction l as [|a l IH]; simpl; constructor; auto.
    unfold relu. rewrite nonneg_make. destruct (Z.leb_spec 0 a).
    + rewrite Z.max_r by assumption. reflexivity.
    + rewrite Z.max_l by lia. unfold Qeq; simpl. reflexivity.
  - unfold rationals; cbn [fst snd]. rewrite !map_map. induction l as [|a l IH]; simpl; constructor; auto.
    unfold step. rewrite nonneg_make. destruct (0 <=? a); reflexivity.
  - eapply same_trans; [apply IHn2|]. apply eval_same, IHn1.
  - eapply same_trans; [apply lowest_sound|]. unfold rationals in *; cbn [fst snd]. rewrite map_app, !map_map.
    apply Forall2_app; [eapply same_trans; [|apply (IHn1 (l, d))] | eapply same_trans; [|apply (IHn2 (l, d))]].
    + induction (fst (zeval n1 (l, d))) as [|a m IH]; cbn [map]; constructor; [|exact IH].
      unfold Qeq; cbn [Qnum Qden]. rewrite Pos2Z.inj_mul. ring.
    + induction (fst (zeval n2 (l, d))) as [|a m IH]; cbn [map]; constructor; [|exact IH].
      unfold Qeq; cbn [Qnum Qden]. rewrite Pos2Z.inj_mul. ring.
  - assert (E : opens (dense scale normal) (threshold # scale) (rationals (l, d))
                = (threshold * Zpos d <=? zdot normal l)).
    { unfold opens, rationals; cbn [fst snd]. apply eq_true_iff_eq. rewrite Qle_bool_iff, Z.leb_le, dense_dot.
      unfold Qle; simpl. rewrite Pos2Z.inj_mul. split; intros; nia. }
    rewrite E. cbn [fst snd]. destruct (threshold * Zpos d <=? zdot normal l); [apply IHn2 | apply IHn1].
Qed.

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

Definition memorizes_row (n : znet) (row : values_over * values_over) : bool :=
  let out := zeval n (fst row) in
  equal_over (fst out) (fst (snd row)) (Zpos (snd out)) (Zpos (snd (snd row))).

Definition check_memorizes (n : znet) (d : zdata) : bool := forallb (memorizes_row n) d.

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
  eapply same_trans; [apply same_sym, zeval_sound|]. destruct (zeval n p), l. apply equal_over_sound, H.
Qed.

(** Output [label] is greater than every other. *)
Definition wins (label : nat) (v : vec) : Prop :=
  (label < length v)%nat /\ forall j, (j < length v)%nat -> j <> label -> (nth j v 0 < nth label v 0)%Q.

Definition classifies (n : net) (d : list (vec * nat)) : Prop := forall x y, In (x, y) d -> wins y (eval n x).

Fixpoint smaller_but (label : nat) (most : Z) (l : list Z) : bool :=
  match l, label with
  | [], _ => true
  | _ :: l', O => forallb (fun x => x <? most) l'
  | x :: l', S label' => (x <? most) && smaller_but label' most l'
  end.

Definition classifies_row (n : znet) (row : values_over * nat) : bool :=
  let out := fst (zeval n (fst row)) in
  (snd row <? length out)%nat && smaller_but (snd row) (nth (snd row) out 0) out.

Definition check_classifies (n : znet) (d : list (values_over * nat)) : bool := forallb (classifies_row n) d.

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
  eapply wins_same; [apply zeval_sound|]. destruct (zeval n p) as [out e]. unfold rationals; cbn [fst snd] in *.
  split; [rewrite map_length; exact H1|]. rewrite map_length. intros j J N.
  rewrite !nth_rationals. unfold Qlt; simpl. pose proof (smaller_but_sound _ _ _ _ H2 J N). nia.
Qed.

(** * Two networks on data *)

Definition check_same (n m : znet) (points : list values_over) : bool :=
  forallb (fun p => let a := zeval n p in let b := zeval m p in
                    equal_over (fst a) (fst b) (Zpos (snd a)) (Zpos (snd b))) points.

Theorem check_same_sound : forall n m points, check_same n m points = true ->
  forall x, In x (map rationals points) -> same (eval (meaning n) x) (eval (meaning m) x).
Proof.
  intros n m points H x I. apply in_map_iff in I. destruct I as (p & <- & I).
  unfold check_same in H. rewrite forallb_forall in H. specialize (H _ I). cbn zeta in H.
  eapply same_trans; [apply same_sym, zeval_sound|]. eapply same_trans; [|apply zeval_sound].
  destruct (zeval n p), (zeval m p). apply equal_over_sound, H.
Qed.
