(** Where an execution stands: the constraints that hold there, the intervals that they leave of the inputs, and the
    units so far; what a hint shows from that, and how one changes it (docs/reference/format.md, section 5, Relaxation). *)

From Coq Require Import ZArith QArith List Lia Lqa Bool.
From Memocert Require Import Forms.
From Memocert Require Export Relaxation.
Import ListNotations.
Open Scope Z_scope.

Record ground := Ground { facts : list constraint; intervals : box; units : open_units }.

(** An input with the values of the units there. *)
Definition extended (z : list Q) (g : ground) : list Q := extension z (units g).

(** So it is at a point, and at every one that goes on behind it: units that come later change nothing. *)
Definition onward (x : list Q) (P : list Q -> Prop) : Prop := forall t, P (x ++ t).

Definition grows (x y : list Q) : Prop := exists t, y = x ++ t.

Lemma grows_same x : grows x x.
Proof. exists []. symmetry. apply app_nil_r. Qed.

Lemma grows_chain x y w : grows x y -> grows y w -> grows x w.
Proof. intros [t ->] [u ->]. exists (t ++ u). symmetry. apply app_assoc. Qed.

Lemma onward_grows x y P : grows x y -> onward x P -> onward y P.
Proof. intros [t ->] H u. rewrite <- app_assoc. apply H. Qed.

Lemma onward_here x P : onward x P -> P x.
Proof. intros H. specialize (H []). rewrite app_nil_r in H. exact H. Qed.

(** Each unit is between its bounds, and its form is one in what is before it. *)
Fixpoint settled (z : list Q) (us : open_units) : Prop :=
  match us with
  | [] => True
  | u :: us' =>
      let x := extension z us' in
      sound_at u (ev (before u) x) /\ onward x (fun y => ev (before u) y == ev (before u) x)%Q /\ settled z us'
  end.

(** An input, with the values of the units, satisfies all that is known. *)
Record fits (z : list Q) (g : ground) : Prop := Fits {
  fits_width : length z = length (intervals g);
  fits_intervals : held (intervals g) z;
  fits_units : settled z (units g);
  fits_facts : onward (extended z g) (fun y => inside y (facts g)) }.

Lemma settled_sound z us : settled z us -> sound_units z us.
Proof. induction us as [|u us IH]; [auto|]. intros (S & _ & R). split; auto. Qed.

Lemma extension_grows z us : grows z (extension z us).
Proof.
  induction us as [|u us IH]; [apply grows_same|]. eapply grows_chain; [exact IH|]. eexists. reflexivity.
Qed.

Lemma fits_inside z g : fits z g -> inside (extended z g) (facts g).
Proof. intros F. exact (onward_here _ (fun y => inside y (facts g)) (fits_facts _ _ F)). Qed.

(** * One fact more *)

Definition with_fact (g : ground) (c : constraint) : ground :=
  Ground (facts g ++ [c]) (narrow (intervals g) c) (units g).

Lemma with_fact_fits z g c : fits z g -> onward (extended z g) (fun y => satisfies y c) -> fits z (with_fact g c).
Proof.
  intros [W I U F] C. split; cbn [with_fact facts intervals units]; auto.
  - rewrite narrow_length. exact W.
  - destruct (extension_grows z (units g)) as [t E].
    rewrite <- (held_before _ z t) by (rewrite narrow_length; exact W). rewrite <- E. apply narrow_held.
    + exact (onward_here _ (fun y => satisfies y c) C).
    + rewrite E. apply held_before; assumption.
  - intros t. apply Forall_app. split; [apply F|]. constructor; [apply C | constructor].
Qed.

(** * What is shown *)

(** Multipliers; or slopes too, the newest unit first: which unit, then how many are passed over before the next. *)
Inductive evidence := Exactly (ms : multipliers) | ByBounds (ss : slopes) (ms : multipliers).

(** The place of a unit in the list that begins with the newest. *)
Definition from_newest (us : open_units) (number : nat) : option nat :=
  if (number <? length us)%nat then Some (length us - S number)%nat else None.

Definition placed (us : open_units) (ss : slopes) : option slopes :=
  match ss with
  | [] => Some []
  | (number, s) :: ss' => match from_newest us number with Some i => Some ((i, s) :: ss') | None => None end
  end.

(** These constraints contradict each other. *)
Definition contradictory (g : ground) (cs : list constraint) (e : evidence) (own : multipliers) : bool :=
  match e with
  | Exactly ms => empty cs (own ++ ms)
  | ByBounds ss ms =>
      match placed (units g) ss with
      | Some ss => empty_by_bounds (intervals g) (units g) cs ss (own ++ ms)
      | None => false
      end
  end.

Definition hollow (g : ground) (e : evidence) : bool := contradictory g (facts g) e [].

(** One constraint more, with its own multiplier, contradicts what is known. *)
Definition refutes (g : ground) (c : constraint) (m : Z) (e : evidence) : bool :=
  contradictory g (c :: facts g) e [(O, m)].

Lemma contradictory_sound z g cs e own : fits z g -> contradictory g cs e own = true -> ~ inside (extended z g) cs.
Proof.
  intros [W I U _]. destruct e as [ms|ss ms]; cbn [contradictory].
  - apply empty_sound.
  - destruct (placed _ ss) as [ss'|]; [|discriminate]. apply empty_by_bounds_sound; auto using settled_sound.
Qed.

Lemma hollow_sound z g e : fits z g -> hollow g e = true -> False.
Proof. intros F H. apply (contradictory_sound z g _ _ _ F H), fits_inside, F. Qed.

Lemma refutes_sound z g c m e : fits z g -> refutes g c m e = true -> ~ satisfies (extended z g) c.
Proof. intros F H S. apply (contradictory_sound z g _ _ _ F H). constructor; [exact S | apply fits_inside, F]. Qed.

(** * Bounds of units *)

Definition between (l h : Z) (u : open_unit) : open_unit :=
  Kept (before u) (divisor_of u) (scale u) (Z.max l (least u)) (Z.min h (greatest u)) (wide u) (older u) (parts u) (parts_right u).

Fixpoint tightened (i : nat) (l h : Z) (us : open_units) : open_units :=
  match us, i with
  | [], _ => []
  | u :: us', O => between l h u :: us'
  | u :: us', S i' => u :: tightened i' l h us'
  end.

Definition within_bounds (u : open_unit) (l h : Z) (v : Q) : Prop :=
  (inject_Z (l * divisor_of u) <= inject_Z (scale u) * v)%Q /\ (inject_Z (scale u) * v <= inject_Z (h * divisor_of u))%Q.

Lemma between_sound u l h v : sound_at u v -> within_bounds u l h v -> sound_at (between l h u) v.
Proof.
  intros (Q0 & D0 & L & H) [L' H']. unfold sound_at, between. cbn [divisor_of scale least greatest].
  split; [exact Q0|]. split; [exact D0|]. split.
  - destruct (Z.max_spec l (least u)) as [[_ ->]|[_ ->]]; assumption.
  - destruct (Z.min_spec h (greatest u)) as [[_ ->]|[_ ->]]; assumption.
Qed.

Lemma tightened_extension z i l h us : extension z (tightened i l h us) = extension z us.
Proof.
  revert i. induction us as [|u us IH]; intros [|i]; cbn [tightened extension]; auto. rewrite IH. reflexivity.
Qed.

(** What a unit says, at the point that has grown since. *)
Lemma settled_nth z us i u : settled z us -> nth_error us i = Some u ->
  sound_at u (ev (before u) (extension z us)) /\
  onward (extension z us) (fun y => ev (before u) y == ev (before u) (extension z us))%Q.
Proof.
  revert i. induction us as [|v us IH]; intros i S E; [destruct i; discriminate|]. destruct S as (S & L & R).
  cbn [extension]. set (x := extension z us) in *. set (w := opened _ _).
  destruct i as [|i]; cbn [nth_error] in E.
  - injection E as ->. assert (H : (ev (before u) (x ++ [w]) == ev (before u) x)%Q) by apply L. split.
    + destruct S as (Q0 & D0 & A & B). unfold sound_at. rewrite H. auto.
    + intros t. rewrite H, <- app_assoc. apply L.
  - destruct (IH _ R E) as [S' L']. assert (H : (ev (before u) (x ++ [w]) == ev (before u) x)%Q) by apply L'. split.
    + destruct S' as (Q0 & D0 & A & B). unfold sound_at. rewrite H. auto.
    + intros t. rewrite H, <- app_assoc. apply L'.
Qed.

Lemma tightened_settled z l h us : forall i, settled z us ->
  (forall u, nth_error us i = Some u -> within_bounds u l h (ev (before u) (extension z us))) -> settled z (tightened i l h us).
Proof.
  induction us as [|u us IH]; intros i S B; [destruct i; exact I|]. destruct S as (S & L & R).
  destruct i as [|i]; cbn [tightened settled].
  - split; [|split; auto]. cbn [between before]. apply between_sound; [exact S|].
    specialize (B u eq_refl). cbn [extension] in B. unfold within_bounds in B |- *.
    rewrite (L [_]) in B. exact B.
  - rewrite tightened_extension. split; [exact S|]. split; [exact L|]. apply IH; [exact R|]. intros v E.
    specialize (B v E). cbn [extension] in B. unfold within_bounds in B |- *.
    destruct (settled_nth z us i v R E) as [_ L']. rewrite (L' [_]) in B. exact B.
Qed.

Definition with_bounds (g : ground) (i : nat) (l h : Z) : ground :=
  Ground (facts g) (intervals g) (tightened i l h (units g)).

Lemma with_bounds_extended z g i l h : extended z (with_bounds g i l h) = extended z g.
Proof. apply tightened_extension. Qed.

Lemma with_bounds_fits z g i l h : fits z g ->
  (forall u, nth_error (units g) i = Some u -> within_bounds u l h (ev (before u) (extended z g))) ->
  fits z (with_bounds g i l h).
Proof.
  intros [W I U F] B. split; auto.
  - apply tightened_settled; assumption.
  - intros t. rewrite with_bounds_extended. apply F.
Qed.

(** * Moves: hints that need no open decision *)

Inductive move :=
| AtUnit (number : nat)
| Divide (f : form)
| OwnAll
| OwnOne (number : nat)
| OwnBound (number : nat) (m : Z) (ss : slopes) (ms : multipliers).

(** The unit at a place gets its own bounds anew. *)
Definition renewed (g : ground) (i : nat) : option ground :=
  match nth_error (units g) i with
  | Some u =>
      match own_bounds (intervals g) (units g) (before u) (divisor_of u) (scale u) with
      | Some (l, h) => Some (with_bounds g i l h)
      | None => None
      end
  | None => None
  end.

Fixpoint all_renewed (g : ground) (places : list nat) : option ground :=
  match places with
  | [] => Some g
  | i :: places' => match renewed g i with Some g' => all_renewed g' places' | None => None end
  end.

(** The places of units that may be on or off, the oldest first. *)
Fixpoint undecided (i : nat) (us : open_units) (older : list nat) : list nat :=
  match us with
  | [] => older
  | u :: us' => undecided (S i) us' (if (least u <? 0) && (0 <? greatest u) then i :: older else older)
  end.

Definition rebound (g : ground) (i : nat) (m : Z) (ss : slopes) (ms : multipliers) : option ground :=
  match nth_error (units g) i, placed (units g) ss with
  | Some u, Some ss =>
      match hinted_bound (intervals g) (units g) (before u) (divisor_of u) (scale u) (facts g) m ss ms with
      | Some c =>
          if 0 <? m then Some (with_bounds g i (least u) c)
          else if m <? 0 then Some (with_bounds g i (- c) (greatest u)) else None
      | None => None
      end
  | _, _ => None
  end.

(** Where a form is negative, and where it is not. *)
Definition negative_at (f : form) : constraint := (opposite (primitive f), Positive).
Definition reached_at (f : form) : constraint := (primitive f, Nonnegative).

(** Where it goes on, and where then, if the move is a split. *)
Definition moved (g : ground) (mv : move) : option (ground * option ground) :=
  match mv with
  | AtUnit number =>
      match from_newest (units g) number with
      | Some i =>
          match nth_error (units g) i with
          | Some u =>
              Some (with_fact (with_bounds g i (least u) 0) (negative_at (before u)),
                    Some (with_fact (with_bounds g i 0 (greatest u)) (reached_at (before u))))
          | None => None
          end
      | None => None
      end
  | Divide f =>
      if (length f <=? S (length (intervals g) + length (units g)))%nat
      then Some (with_fact g (negative_at f), Some (with_fact g (reached_at f))) else None
  | OwnAll => match all_renewed g (undecided O (units g) []) with Some g' => Some (g', None) | None => None end
  | OwnOne number =>
      match from_newest (units g) number with
      | Some i => match renewed g i with Some g' => Some (g', None) | None => None end
      | None => None
      end
  | OwnBound number m ss ms =>
      match from_newest (units g) number with
      | Some i => match rebound g i m ss ms with Some g' => Some (g', None) | None => None end
      | None => None
      end
  end.

Lemma negative_at_satisfies z f : satisfies z (negative_at f) <-> (ev f z < 0)%Q.
Proof.
  unfold satisfies, negative_at. simpl. rewrite ev_opposite. destruct (primitive_ev f z) as (g & Hg & E).
  rewrite E. rewrite injZ_pos in Hg. split; intros; nra.
Qed.

Lemma reached_at_satisfies z f : satisfies z (reached_at f) <-> (0 <= ev f z)%Q.
Proof. apply primitive_satisfies. Qed.

Lemma renewed_sound z g i g' : fits z g -> renewed g i = Some g' -> fits z g' /\ extended z g' = extended z g.
Proof.
  intros F. unfold renewed. destruct (nth_error _ i) as [u|] eqn:E; [|discriminate].
  destruct (own_bounds _ _ _ _ _) as [[l h]|] eqn:B; [|discriminate]. intros [= <-].
  split; [|apply with_bounds_extended]. apply with_bounds_fits; [exact F|]. intros v Ev. rewrite E in Ev.
  injection Ev as <-. destruct F as [W I U F]. destruct (settled_nth _ _ _ _ U E) as [(Q0 & D0 & _) _].
  exact (own_bounds_sound _ _ _ I W (settled_sound _ _ U) _ _ _ _ _ Q0 D0 B).
Qed.

Lemma all_renewed_sound z places : forall g g', fits z g -> all_renewed g places = Some g' ->
  fits z g' /\ extended z g' = extended z g.
Proof.
  induction places as [|i places IH]; intros g g' F H; cbn [all_renewed] in H.
  - injection H as <-. auto.
  - destruct (renewed g i) as [g1|] eqn:R; [|discriminate]. destruct (renewed_sound _ _ _ _ F R) as [F1 E1].
    destruct (IH _ _ F1 H) as [F2 E2]. split; [exact F2 | congruence].
Qed.

Lemma rebound_sound z g i m ss ms g' : fits z g -> rebound g i m ss ms = Some g' ->
  fits z g' /\ extended z g' = extended z g.
Proof.
  intros F. unfold rebound. destruct (nth_error _ i) as [u|] eqn:E; [|discriminate].
  destruct (placed _ ss) as [ss'|]; [|discriminate]. destruct (hinted_bound _ _ _ _ _ _ _ _ _) as [c|] eqn:B; [|discriminate].
  pose proof F as [W I U _]. destruct (settled_nth _ _ _ _ U E) as [(Q0 & D0 & L & H) _].
  pose proof (fun M => hinted_bound_sound _ _ _ I W (settled_sound _ _ U) _ _ _ _ _ _ _ _ Q0 D0 M (fits_inside _ _ F) B) as C.
  fold (extended z g) in *. set (v := ev (before u) (extended z g)) in *.
  destruct (Z.ltb_spec 0 m) as [P|]; [|destruct (Z.ltb_spec m 0) as [N|]; [|discriminate]]; intros [= <-];
    (split; [|apply with_bounds_extended]); apply with_bounds_fits; auto; intros w Ew; rewrite E in Ew; injection Ew as <-;
    fold v; specialize (C ltac:(lia)).
  - split; [exact L|]. rewrite Z.sgn_pos in C by exact P. change (inject_Z 1) with 1%Q in C. lra.
  - split; [|exact H]. rewrite Z.sgn_neg in C by exact N. change (inject_Z (-1)) with (-1)%Q in C.
    rewrite Z.mul_opp_l, inject_Z_opp. lra.
Qed.

(** A form in what there is has the same value wherever more comes behind it. *)
Lemma lin_short f : forall x t, (length f <= length x)%nat -> lin f (x ++ t) = lin f x.
Proof.
  induction f as [|a f IH]; intros [|q x] t L; cbn [length app lin] in *; [destruct t; reflexivity|reflexivity|lia|].
  rewrite IH by lia. reflexivity.
Qed.

Lemma ev_short f x : (length f <= S (length x))%nat -> onward x (fun y => ev f y == ev f x)%Q.
Proof. intros L t. unfold ev. change (1%Q :: x ++ t) with ((1%Q :: x) ++ t). rewrite lin_short by exact L. reflexivity. Qed.

Theorem moved_sound : forall z g mv g1 other, fits z g -> moved g mv = Some (g1, other) ->
  (fits z g1 /\ extended z g1 = extended z g) \/
  (exists g2, other = Some g2 /\ fits z g2 /\ extended z g2 = extended z g).
Proof.
  intros z g mv g1 other F M. destruct mv as [number|f| |number|number m ss ms]; cbn [moved] in M.
  - destruct (from_newest _ number) as [i|]; [|discriminate]. destruct (nth_error _ i) as [u|] eqn:E; [|discriminate].
    injection M as <- <-. destruct (settled_nth _ _ _ _ (fits_units _ _ F) E) as [(Q0 & D0 & L & H) On].
    fold (extended z g) in *. set (v := ev (before u) (extended z g)) in *.
    apply injZ_pos in D0. destruct (Qlt_le_dec v 0) as [N|P].
    + left. split; [|apply with_bounds_extended]. apply with_fact_fits.
      * apply with_bounds_fits; [exact F|]. intros w Ew. rewrite E in Ew. injection Ew as <-. split; [exact L|].
        fold v. rewrite Z.mul_0_l. change (inject_Z 0) with 0%Q. nra.
      * rewrite with_bounds_extended. intros t. apply negative_at_satisfies. rewrite (On t). exact N.
    + right. eexists. split; [reflexivity|]. split; [|apply with_bounds_extended]. apply with_fact_fits.
      * apply with_bounds_fits; [exact F|]. intros w Ew. rewrite E in Ew. injection Ew as <-. split; [|exact H].
        fold v. rewrite Z.mul_0_l. change (inject_Z 0) with 0%Q. nra.
      * rewrite with_bounds_extended. intros t. apply reached_at_satisfies. rewrite (On t). exact P.
  - destruct (Nat.leb_spec (length f) (S (length (intervals g) + length (units g)))) as [S|]; [|discriminate].
    injection M as <- <-.
    assert (On : onward (extended z g) (fun y => ev f y == ev f (extended z g))%Q).
    { apply ev_short. unfold extended. rewrite extension_length, (fits_width _ _ F). exact S. }
    destruct (Qlt_le_dec (ev f (extended z g)) 0) as [N|P].
    + left. split; [|reflexivity]. apply with_fact_fits; [exact F|]. intros t. apply negative_at_satisfies.
      rewrite (On t). exact N.
    + right. eexists. split; [reflexivity|]. split; [|reflexivity]. apply with_fact_fits; [exact F|]. intros t.
      apply reached_at_satisfies. rewrite (On t). exact P.
  - destruct (all_renewed _ _) as [g'|] eqn:R; [|discriminate]. injection M as <- <-. left. exact (all_renewed_sound _ _ _ _ F R).
  - destruct (from_newest _ number) as [i|]; [|discriminate]. destruct (renewed _ _) as [g'|] eqn:R; [|discriminate].
    injection M as <- <-. left. exact (renewed_sound _ _ _ _ F R).
  - destruct (from_newest _ number) as [i|]; [|discriminate]. destruct (rebound _ _ _ _ _) as [g'|] eqn:R; [|discriminate].
    injection M as <- <-. left. exact (rebound_sound _ _ _ _ _ _ _ F R).
Qed.
