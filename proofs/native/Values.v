(** What a network gives at a point, in integers over one denominator: as [Checker.zeval], with no stack for the length of
    a row, and nothing divided where the denominator is 1. *)

From Coq Require Import ZArith QArith List Bool Lia.
From Memocert Require Import Model Nets Checker.
From Memocert Require Forms.
Import ListNotations.
Open Scope Z_scope.

Fixpoint sum_of (r : row) (xs : list Z) (acc : Z) : Z :=
  match r with
  | [] => acc
  | (gap, w) :: r' =>
      match skipn gap xs with
      | [] => acc
      | x :: xs' => sum_of r' xs' (acc + w * x)
      end
  end.

Definition least_terms (xs : values_over) : values_over :=
  match snd xs with
  | xH => xs
  | d =>
      let g := Forms.divisor (Zpos d) (fst xs) in
      if g <=? 1 then xs else (map (fun x => x / g) (fst xs), Z.to_pos (Zpos d / g))
  end.

Fixpoint value (n : net) (xs : values_over) : values_over :=
  match n with
  | Affine scale rows =>
      least_terms (map (fun r => sum_of (fst r) (fst xs) (snd r * Zpos (snd xs))) rows, (scale * snd xs)%positive)
  | Identity => xs
  | Units Relu _ => (map (Z.max 0) (fst xs), snd xs)
  | Units Step _ => (map (fun x => if 0 <=? x then 1 else 0) (fst xs), 1%positive)
  | Sequence f g => value g (value f xs)
  | Concatenate f g =>
      let a := value f xs in
      let b := value g xs in
      if (snd a =? snd b)%positive then (fst a ++ fst b, snd a)
      else least_terms (map (Z.mul (Zpos (snd b))) (fst a) ++ map (Z.mul (Zpos (snd a))) (fst b), (snd a * snd b)%positive)
  | Branch _ w t below above => if t * Zpos (snd xs) <=? sum_of w (fst xs) 0 then value above xs else value below xs
  end.

Lemma sum_of_zdot r : forall xs acc, sum_of r xs acc = zdot r xs + acc.
Proof.
  induction r as [|[gap w] r IH]; intros xs acc; cbn [sum_of zdot]; [reflexivity|].
  destruct (skipn gap xs) as [|x rest]; [reflexivity|]. rewrite IH. ring.
Qed.

Lemma least_terms_same xs : same (rationals (least_terms xs)) (rationals xs).
Proof.
  destruct xs as [l d]. unfold least_terms. cbn [fst snd].
  assert (G : same (rationals (let g := Forms.divisor (Zpos d) l in
    if g <=? 1 then (l, d) else (map (fun x => x / g) l, Z.to_pos (Zpos d / g)))) (rationals (l, d))).
  { cbv zeta. destruct (Forms.divisor_divides l (Zpos d)) as [Hd Hl]; [lia|]. set (g := Forms.divisor (Zpos d) l) in *. clearbody g.
    destruct (Z.leb_spec g 1) as [|P]; [apply same_refl|]. destruct Hd as [q Hq]. assert (Pq : 0 < q) by nia.
    unfold rationals. cbn [fst snd]. rewrite Hq, Z.div_mul, map_map by lia.
    induction Hl as [|x l [y Hy] Hl IH]; cbn [map]; constructor; [|exact IH].
    rewrite Hy, Z.div_mul by lia. unfold Qeq. cbn [Qnum Qden]. rewrite Hq, Z2Pos.id by exact Pq. ring. }
  destruct d; [exact G | exact G | apply same_refl].
Qed.

Theorem value_sound n : forall xs, same (rationals (value n xs)) (eval (model n) (rationals xs)).
Proof.
  induction n; intros [xs d]; cbn [value model eval].
  - eapply same_trans; [apply least_terms_same|]. unfold rationals. cbn [fst snd]. rewrite !map_map.
    induction rows as [|[r b] rows IH]; cbn [map]; constructor; [|exact IH].
    unfold at_. cbn [fst snd]. rewrite sum_of_zdot, spread_dot, (bias_scaled b scale d), make_add. reflexivity.
  - apply same_refl.
  - destruct kind; cbn [eval]; unfold rationals; cbn [fst snd]; rewrite !map_map;
      (induction xs as [|a xs IH]; cbn [map]; constructor; [|exact IH]).
    + unfold relu. rewrite nonneg_make. destruct (Z.leb_spec 0 a).
      * rewrite Z.max_r by assumption. reflexivity.
      * rewrite Z.max_l by lia. reflexivity.
    + unfold step. rewrite nonneg_make. destruct (0 <=? a); reflexivity.
  - eapply same_trans; [apply IHn2|]. apply eval_same, IHn1.
  - specialize (IHn1 (xs, d)). specialize (IHn2 (xs, d)). destruct (value n1 (xs, d)) as [u a], (value n2 (xs, d)) as [v b]. cbv zeta. cbn [fst snd].
    destruct (Pos.eqb_spec a b) as [->|_].
    + unfold rationals in *. cbn [fst snd] in *. rewrite map_app. apply Forall2_app; assumption.
    + eapply same_trans; [apply least_terms_same|]. unfold rationals in *. cbn [fst snd] in *. rewrite map_app, !map_map.
      apply Forall2_app; [eapply same_trans; [|exact IHn1] | eapply same_trans; [|exact IHn2]]; clear.
      * induction u as [|x u IH]; cbn [map]; constructor; [|exact IH]. unfold Qeq. cbn [Qnum Qden]. rewrite Pos2Z.inj_mul. ring.
      * induction v as [|x v IH]; cbn [map]; constructor; [|exact IH]. unfold Qeq. cbn [Qnum Qden]. rewrite Pos2Z.inj_mul. ring.
  - assert (E : Model.opens (spread scale normal) (threshold # scale) (rationals (xs, d)) = (threshold * Zpos d <=? sum_of normal xs 0)).
    { rewrite sum_of_zdot, Z.add_0_r. unfold Model.opens, rationals. cbn [fst snd]. apply eq_true_iff_eq.
      rewrite Qle_bool_iff, Z.leb_le, spread_dot. unfold Qle. cbn [Qnum Qden]. rewrite Pos2Z.inj_mul. split; intros; nia. }
    rewrite E. cbn [fst snd]. destruct (threshold * Zpos d <=? sum_of normal xs 0); [apply IHn2 | apply IHn1].
Qed.
