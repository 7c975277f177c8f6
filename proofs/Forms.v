(** Affine forms in integers, and the one rule of inference about them.

    A form [c; a1; ...; ap] is the function z |-> c + a1 z1 + ... + ap zp on Q^p; numbers left out at its end are 0, so
    that a constant is a list of one number. *)

From Coq Require Import ZArith QArith List Lia Lqa Bool Setoid.
Import ListNotations.
Open Scope Z_scope.

Definition form := list Z.

Fixpoint lin (f : form) (z : list Q) : Q :=
  match f, z with
  | a :: f', q :: z' => (inject_Z a * q + lin f' z')%Q
  | _, _ => 0%Q
  end.

(** A form from its constant and pairs of how many variables are passed over, and a factor. *)
Fixpoint places (pairs : list (nat * Z)) : form :=
  match pairs with
  | [] => []
  | (gap, a) :: pairs' => repeat 0 gap ++ a :: places pairs'
  end.

Definition sparse (c : Z) (pairs : list (nat * Z)) : form := c :: places pairs.

(** The value of a form at a point. *)
Definition ev (f : form) (z : list Q) : Q := lin f (1%Q :: z).

(** [w f + acc]. *)
Fixpoint addmul (w : Z) (f acc : form) {struct f} : form :=
  match f with
  | [] => acc
  | a :: f' =>
      match acc with
      | [] => map (Z.mul w) f
      | b :: acc' => (w * a + b) :: addmul w f' acc'
      end
  end.

Definition opposite (f : form) : form := map Z.opp f.

(** The value of a form that depends on nothing. *)
Definition constant (f : form) : option Z :=
  match f with
  | [] => Some 0
  | a :: f' => if forallb (Z.eqb 0) f' then Some a else None
  end.

Fixpoint divisor (g : Z) (f : form) : Z :=
  if g =? 1 then 1
  else match f with
       | [] => g
       | a :: f' => divisor (Z.gcd g a) f'
       end.

(** The positive multiple whose numbers have no common factor. *)
Definition primitive (f : form) : form :=
  let g := divisor 0 f in
  if g <=? 1 then f else map (fun a => a / g) f.

(** * What the operations mean *)

Lemma injZ_pos a : 0 < a <-> (0 < inject_Z a)%Q.
Proof. change 0%Q with (inject_Z 0). rewrite Zlt_Qlt. reflexivity. Qed.

Lemma injZ_nonneg a : 0 <= a <-> (0 <= inject_Z a)%Q.
Proof. change 0%Q with (inject_Z 0). rewrite Zle_Qle. reflexivity. Qed.

Lemma lin_nil_r f : lin f [] = 0%Q.
Proof. destruct f; reflexivity. Qed.

Lemma lin_scale w f : forall z, (lin (map (Z.mul w) f) z == inject_Z w * lin f z)%Q.
Proof.
  induction f as [|a f IH]; intros [|q z]; simpl; try ring.
  rewrite IH, inject_Z_mult. ring.
Qed.

Lemma lin_addmul w f : forall acc z, (lin (addmul w f acc) z == inject_Z w * lin f z + lin acc z)%Q.
Proof.
  induction f as [|a f IH]; intros acc z.
  - simpl. ring.
  - destruct acc as [|b acc].
    + change (addmul w (a :: f) []) with (map (Z.mul w) (a :: f)).
      rewrite lin_scale. simpl lin at 3. ring.
    + destruct z as [|q z]; simpl; [ring|].
      rewrite IH, inject_Z_plus, inject_Z_mult. ring.
Qed.

Lemma ev_addmul w f acc z : (ev (addmul w f acc) z == inject_Z w * ev f z + ev acc z)%Q.
Proof. apply lin_addmul. Qed.

Lemma ev_opposite f z : (ev (opposite f) z == - ev f z)%Q.
Proof.
  unfold ev. generalize (1%Q :: z). clear z. unfold opposite.
  induction f as [|a f IH]; intros [|q z]; simpl; try ring.
  rewrite IH, inject_Z_opp. ring.
Qed.

Lemma ev_one c z : (ev [c] z == inject_Z c)%Q.
Proof. unfold ev. simpl. ring. Qed.

Lemma lin_zeros f : forallb (Z.eqb 0) f = true -> forall z, (lin f z == 0)%Q.
Proof.
  induction f as [|a f IH]; intros H [|q z]; simpl; try reflexivity.
  cbn [forallb] in H. apply andb_prop in H. destruct H as [H1 H2].
  apply Z.eqb_eq in H1. subst a. rewrite IH by assumption. change (inject_Z 0) with 0%Q. ring.
Qed.

Lemma ev_constant f c z : constant f = Some c -> (ev f z == inject_Z c)%Q.
Proof.
  unfold ev. destruct f as [|a f]; simpl.
  - intros [= <-]. reflexivity.
  - destruct (forallb _ f) eqn:E; [|discriminate]. intros [= <-].
    rewrite (lin_zeros _ E). ring.
Qed.

Lemma divisor_nonneg f : forall g, 0 <= g -> 0 <= divisor g f.
Proof.
  induction f as [|a f IH]; intros g Hg; simpl; destruct (g =? 1); try lia.
  apply IH, Z.gcd_nonneg.
Qed.

Lemma divisor_divides f : forall g, 0 <= g -> (divisor g f | g) /\ Forall (fun a => (divisor g f | a)) f.
Proof.
  induction f as [|a f IH]; intros g Hg; simpl; destruct (Z.eqb_spec g 1).
  - split; [apply Z.divide_1_l|constructor].
  - split; [apply Z.divide_refl|constructor].
  - split; [apply Z.divide_1_l|]. constructor; [apply Z.divide_1_l|].
    apply Forall_forall. intros. apply Z.divide_1_l.
  - destruct (IH (Z.gcd g a) (Z.gcd_nonneg _ _)) as [H1 H2]. split.
    + eapply Z.divide_trans; [exact H1|apply Z.gcd_divide_l].
    + constructor; [|exact H2]. eapply Z.divide_trans; [exact H1|apply Z.gcd_divide_r].
Qed.

Lemma divides_back g a : 0 < g -> (g | a) -> g * (a / g) = a.
Proof. intros Hg [q ->]. rewrite Z.div_mul by lia. lia. Qed.

Lemma lin_divided g f : 0 < g -> Forall (fun a => (g | a)) f ->
  forall z, (lin f z == inject_Z g * lin (map (fun a => (a / g)%Z) f) z)%Q.
Proof.
  intros Hg H. induction H as [|a f Ha _ IH]; intros [|q z]; simpl; try ring.
  rewrite (IH z). rewrite <- (divides_back g a Hg Ha) at 1. rewrite inject_Z_mult. ring.
Qed.

Lemma primitive_ev f z : exists g, 0 < g /\ (ev f z == inject_Z g * ev (primitive f) z)%Q.
Proof.
  unfold primitive. destruct (Z.leb_spec (divisor 0 f) 1).
  - exists 1. split; [lia|]. change (inject_Z 1) with 1%Q. ring.
  - exists (divisor 0 f). split; [lia|]. apply lin_divided; [lia|].
    apply divisor_divides. lia.
Qed.

(** * Constraints *)

Inductive relation := Positive | Nonnegative | Zero.

Definition constraint := (form * relation)%type.

(** How a form stands to 0 at a point. *)
Definition stands (r : relation) (v : Q) : Prop :=
  match r with
  | Positive => (0 < v)%Q
  | Nonnegative => (0 <= v)%Q
  | Zero => (v == 0)%Q
  end.

Definition satisfies (z : list Q) (c : constraint) : Prop := stands (snd c) (ev (fst c) z).

Definition inside (z : list Q) (region : list constraint) : Prop := Forall (satisfies z) region.

Lemma stands_scale r g v : 0 < g -> stands r (inject_Z g * v)%Q <-> stands r v.
Proof.
  intros Hg. rewrite injZ_pos in Hg. destruct r; simpl; split; intros H; nra.
Qed.

Global Instance stands_proper r : Proper (Qeq ==> iff) (stands r).
Proof. intros a b H. destruct r; simpl; rewrite H; reflexivity. Qed.

Lemma primitive_satisfies z f r : satisfies z (primitive f, r) <-> satisfies z (f, r).
Proof.
  unfold satisfies. simpl. destruct (primitive_ev f z) as (g & Hg & E).
  rewrite E. rewrite stands_scale by assumption. reflexivity.
Qed.

(** * The one rule

    Multipliers are pairs of how many constraints are passed over, and a number. *)

Definition multipliers := list (nat * Z).

Fixpoint combination (region : list constraint) (ms : multipliers) (acc : form) (strict : bool) : option (form * bool) :=
  match ms with
  | [] => Some (acc, strict)
  | (gap, m) :: ms' =>
      match skipn gap region with
      | [] => None
      | (f, r) :: region' =>
          match r with
          | Zero => combination region' ms' (addmul m f acc) strict
          | Nonnegative => if m <? 0 then None else combination region' ms' (addmul m f acc) strict
          | Positive => if m <? 0 then None else combination region' ms' (addmul m f acc) (if 0 <? m then true else strict)
          end
      end
  end.

Definition impossible (found : option (form * bool)) : bool :=
  match found with
  | None => false
  | Some (f, strict) =>
      match constant f with
      | None => false
      | Some c => if c <? 0 then true else if c =? 0 then strict else false
      end
  end.

(** The region contradicts itself. *)
Definition empty (region : list constraint) (ms : multipliers) : bool := impossible (combination region ms [] false).

Definition good (z : list Q) (f : form) (strict : bool) : Prop :=
  (0 <= ev f z)%Q /\ (strict = true -> (0 < ev f z)%Q).

Lemma inside_skipn z gap region : inside z region -> inside z (skipn gap region).
Proof.
  unfold inside. rewrite !Forall_forall. intros H c Hc. apply H.
  rewrite <- (firstn_skipn gap region). apply in_or_app. right. exact Hc.
Qed.

Lemma plus_weak (m v a : Q) : (0 <= m -> 0 <= v -> 0 <= a -> 0 <= m * v + a)%Q.
Proof. intros H H' H''. pose proof (Qmult_le_0_compat m v H H'). lra. Qed.

Lemma plus_strict (m v a : Q) : (0 <= m -> 0 <= v -> 0 < a -> 0 < m * v + a)%Q.
Proof. intros H H' H''. pose proof (Qmult_le_0_compat m v H H'). lra. Qed.

Lemma times_strict (m v a : Q) : (0 < m -> 0 < v -> 0 <= a -> 0 < m * v + a)%Q.
Proof. intros H H' H''. pose proof (Qmult_lt_0_compat m v H H'). lra. Qed.

Lemma combination_good z ms : forall region acc strict f s,
  inside z region -> good z acc strict -> combination region ms acc strict = Some (f, s) -> good z f s.
Proof.
  induction ms as [|[gap m] ms IH]; intros region acc strict f s Hin Hg H; simpl in H.
  - injection H as <- <-. exact Hg.
  - pose proof (inside_skipn z gap region Hin) as Hs.
    destruct (skipn gap region) as [|[h r] region']; [discriminate|].
    inversion Hs as [|? ? Hc Hin']; subst. unfold satisfies in Hc. simpl in Hc.
    destruct Hg as [G1 G2].
    destruct r; simpl in Hc.
    + destruct (Z.ltb_spec m 0); [discriminate|].
      refine (IH _ _ _ _ _ Hin' _ H). unfold good. rewrite ev_addmul.
      assert (0 <= inject_Z m)%Q by (rewrite <- injZ_nonneg; lia). split.
      * apply plus_weak; auto using Qlt_le_weak.
      * destruct (Z.ltb_spec 0 m); intros Hst.
        -- apply times_strict; [rewrite <- injZ_pos; lia|assumption|assumption].
        -- apply plus_strict; auto using Qlt_le_weak.
    + destruct (Z.ltb_spec m 0); [discriminate|].
      refine (IH _ _ _ _ _ Hin' _ H). unfold good. rewrite ev_addmul.
      assert (0 <= inject_Z m)%Q by (rewrite <- injZ_nonneg; lia). split.
      * apply plus_weak; assumption.
      * intros Hst. apply plus_strict; auto.
    + refine (IH _ _ _ _ _ Hin' _ H). unfold good. rewrite ev_addmul, Hc. split; [lra|].
      intros Hst. specialize (G2 Hst). lra.
Qed.

Lemma impossible_good z found : impossible found = true -> forall f s, found = Some (f, s) -> good z f s -> False.
Proof.
  intros H f s -> [G1 G2]. simpl in H.
  destruct (constant f) as [c|] eqn:E; [|discriminate].
  rewrite (ev_constant _ _ z E) in G1, G2.
  destruct (Z.ltb_spec c 0).
  - rewrite <- injZ_nonneg in G1. lia.
  - destruct (Z.eqb_spec c 0); [|discriminate]. specialize (G2 H). rewrite <- injZ_pos in G2. lia.
Qed.

Lemma empty_sound z region ms : empty region ms = true -> ~ inside z region.
Proof.
  unfold empty. intros H Hin. destruct (combination region ms [] false) as [[f s]|] eqn:E; [|discriminate].
  eapply impossible_good; [exact H|reflexivity|].
  eapply combination_good; [exact Hin| |exact E].
  split; [apply Qle_refl|discriminate].
Qed.
