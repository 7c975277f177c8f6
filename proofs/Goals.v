(** Goals: what must hold at an end of an execution, shown from the region by hints; constraints on outputs among
    them. *)

From Coq Require Import ZArith QArith List Lia Lqa Bool.
From Memocert Require Import Forms Engine.
Import ListNotations.
Open Scope Z_scope.

(** * Constraints on inputs *)

Definition is_true (c : constraint) : bool :=
  match constant (fst c) with
  | Some v => match snd c with Positive => 0 <? v | Nonnegative => 0 <=? v | Zero => v =? 0 end
  | None => false
  end.

(** What is true as a constant needs no hint. *)
Definition follows (g : ground) (c : constraint) (h : list hint) : option (list hint) :=
  if is_true c then Some h
  else
    let f := fst c in
    match snd c, h with
    | Positive, Goal m e :: h' => if refutes g (opposite (primitive f), Nonnegative) m e then Some h' else None
    | Nonnegative, Goal m e :: h' => if refutes g (negative_at f) m e then Some h' else None
    | Zero, Goal m1 e1 :: Goal m2 e2 :: h' =>
        if refutes g (negative_at f) m1 e1 then if refutes g (primitive f, Positive) m2 e2 then Some h' else None else None
    | _, _ => None
    end.

Fixpoint all_follow (cs : list constraint) (g : ground) (h : list hint) : option (list hint) :=
  match cs with
  | [] => Some h
  | c :: cs' => match follows g c h with Some h' => all_follow cs' g h' | None => None end
  end.

(** Where something is left to show at an end: one hint says that the region is empty; or a move comes first, and what
    is left is shown wherever it leads; or it is shown here. [fuel] is at least as long as the hints. *)
Fixpoint here_or_beyond (shown : ground -> list hint -> option (list hint)) (fuel : list hint) (g : ground) (h : list hint)
  : option (list hint) :=
  match h, fuel with
  | Empty e :: h', _ => if hollow g e then Some h' else None
  | Move mv :: h', _ :: fuel =>
      match moved g mv with
      | Some (g1, other) =>
          match here_or_beyond shown fuel g1 h', other with
          | Some h'', Some g2 => here_or_beyond shown fuel g2 h''
          | found, _ => found
          end
      | None => None
      end
  | _, _ => shown g h
  end.

(** Nothing is left to show, or each goal has its hints. *)
Definition ends (g : ground) (cs : list constraint) (h : list hint) : option (list hint) :=
  if forallb is_true cs then Some h else here_or_beyond (all_follow cs) h g h.

Lemma is_true_sound z c : is_true c = true -> satisfies z c.
Proof.
  destruct c as [f r]. unfold is_true, satisfies. cbn [fst snd]. destruct (constant f) as [v|] eqn:C; [|discriminate].
  rewrite (ev_constant _ _ z C). destruct r; cbn [stands].
  - rewrite Z.ltb_lt. apply injZ_pos.
  - rewrite Z.leb_le. apply injZ_nonneg.
  - rewrite Z.eqb_eq. intros ->. reflexivity.
Qed.

Lemma opposite_weak z f : satisfies z (opposite (primitive f), Nonnegative) <-> (ev f z <= 0)%Q.
Proof.
  unfold satisfies. simpl. rewrite ev_opposite. destruct (primitive_ev f z) as (g & Hg & E).
  rewrite E. rewrite injZ_pos in Hg. split; intros; nra.
Qed.

Lemma follows_sound z g c h h' : fits z g -> follows g c h = Some h' -> satisfies (extended z g) c.
Proof.
  intros F. unfold follows. destruct (is_true c) eqn:T; [intros _; apply is_true_sound, T|].
  destruct c as [f []]; cbn [fst snd]; (destruct h as [|[| | | | |m e| | | |] h]; try discriminate).
  - destruct (refutes _ _ _ _) eqn:E; [|discriminate]. intros _. apply (refutes_sound z _ _ _ _ F) in E.
    rewrite opposite_weak in E. unfold satisfies. cbn [fst snd stands]. lra.
  - destruct (refutes _ _ _ _) eqn:E; [|discriminate]. intros _. apply (refutes_sound z _ _ _ _ F) in E.
    rewrite negative_at_satisfies in E. unfold satisfies. cbn [fst snd stands]. lra.
  - destruct h as [|[| | | | |m2 e2| | | |] h]; try discriminate.
    destruct (refutes g (negative_at f) m e) eqn:E1; [|discriminate].
    destruct (refutes g (primitive f, Positive) m2 e2) eqn:E2; [|discriminate]. intros _.
    apply (refutes_sound z _ _ _ _ F) in E1, E2. rewrite negative_at_satisfies in E1. rewrite primitive_satisfies in E2.
    unfold satisfies in *. cbn [fst snd stands] in *. lra.
Qed.

Lemma all_follow_sound z cs : forall g h h', fits z g -> all_follow cs g h = Some h' -> inside (extended z g) cs.
Proof.
  induction cs as [|c cs IH]; intros g h h' F H; [constructor|]. simpl in H.
  destruct (follows g c h) as [h1|] eqn:V; [|discriminate]. constructor; [eapply follows_sound; eauto | eapply IH; eauto].
Qed.

Lemma here_or_beyond_sound shown (P : list Q -> Prop) z :
  (forall g h h', fits z g -> shown g h = Some h' -> P (extended z g)) ->
  forall fuel g h h', fits z g -> here_or_beyond shown fuel g h = Some h' -> P (extended z g).
Proof.
  intros S. induction fuel as [|a fuel IH]; intros g h h' F H.
  - cbn [here_or_beyond] in H. destruct h as [|[| | |e| | | | | |mv] h]; try (eapply S; eassumption).
    destruct (hollow g e) eqn:E; [|discriminate]. exfalso. exact (hollow_sound _ _ _ F E).
  - cbn [here_or_beyond] in H. destruct h as [|[| | |e| | | | | |mv] h]; try (eapply S; eassumption).
    + destruct (hollow g e) eqn:E; [|discriminate]. exfalso. exact (hollow_sound _ _ _ F E).
    + destruct (moved g mv) as [[g1 other]|] eqn:M; [|discriminate].
      destruct (here_or_beyond shown fuel g1 h) as [h1|] eqn:H1; [|discriminate].
      destruct (moved_sound z g mv g1 other F M) as [[F1 <-]|(g2 & -> & F2 & <-)]; eapply IH; eassumption.
Qed.

Lemma ends_sound z g cs h h' : fits z g -> ends g cs h = Some h' -> inside (extended z g) cs.
Proof.
  intros F. unfold ends. destruct (forallb is_true cs) eqn:T.
  - intros _. rewrite forallb_forall in T. apply Forall_forall. intros c Hc. apply is_true_sound, T, Hc.
  - apply (here_or_beyond_sound (all_follow cs) (fun x => inside x cs)); [|exact F]. apply all_follow_sound.
Qed.

(** * Constraints on outputs *)

Fixpoint mixed (f : form) (vs : list form) (acc : form) : form :=
  match f, vs with
  | a :: f', v :: vs' => mixed f' vs' (if a =? 0 then acc else addmul a v acc)
  | _, _ => acc
  end.

(** A form on outputs as a form on inputs, for values over a denominator. *)
Definition pulled (d : Z) (vs : list form) (c : constraint) : constraint := (mixed (fst c) ([d] :: vs) [], snd c).

Lemma mixed_ev z d f : forall vs x acc, Forall2 (fun v q => (ev v z == q * d)%Q) vs x ->
  (ev (mixed f vs acc) z == lin f x * d + ev acc z)%Q.
Proof.
  induction f as [|a f IH]; intros vs x acc H; [simpl; ring|].
  inversion H as [|v q vs' x' Hv H' E1 E2]; subst; cbn [mixed lin]; [ring|].
  rewrite (IH _ _ _ H'). destruct (Z.eqb_spec a 0) as [->|]; [change (inject_Z 0) with 0%Q; ring|].
  rewrite ev_addmul, Hv. ring.
Qed.

Lemma pulled_satisfies z d vs x c : rep z d vs x -> satisfies z (pulled d vs c) <-> satisfies x c.
Proof.
  intros [D H]. destruct c as [f r]. unfold satisfies, pulled. cbn [fst snd].
  rewrite (mixed_ev z (inject_Z d) f ([d] :: vs) (1%Q :: x)).
  - fold (ev f x). change (ev [] z) with 0%Q. rewrite Qplus_0_r, Qmult_comm. apply stands_scale, D.
  - constructor; [rewrite ev_one; ring | exact H].
Qed.

Lemma pulled_inside z d vs x cs : rep z d vs x -> inside z (map (pulled d vs) cs) <-> inside x cs.
Proof.
  intros R. unfold inside. rewrite Forall_map. split; intros H; eapply Forall_impl; try exact H; intros c.
  - apply pulled_satisfies, R.
  - apply pulled_satisfies, R.
Qed.

Definition meets_at (wanted : list constraint) : continuation := fun s h =>
  match ends (base s) (map (pulled (den s) (vals s)) wanted) (hints h) with
  | Some h' => Some (Thread h' (found h))
  | None => None
  end.

Lemma meets_keeps wanted : keeps (meets_at wanted).
Proof.
  intros s h h' H. unfold meets_at in H. destruct ends as [h1|]; [|discriminate]. injection H as <-. apply incl_refl.
Qed.

(** A first hint may say that the domain is empty; the rest of the hints then gives the result. *)
Definition unless_empty {A} (domain : list constraint) (h : list hint) (nothing_in : list hint -> A)
  (on : list hint -> option A) : option A :=
  match domain, h with
  | _ :: _, Vacuous ms :: h' => if empty domain ms then Some (nothing_in h') else None
  | _, _ => on h
  end.

Lemma unless_empty_sound {A} z domain h nothing_in (on : list hint -> option A) a :
  inside z domain -> unless_empty domain h nothing_in on = Some a -> on h = Some a.
Proof.
  intros I. unfold unless_empty. destruct domain as [|c domain]; [auto|]. destruct h as [|[| | | | | | |ms| |] h]; auto.
  destruct (empty _ ms) eqn:E; [|discriminate]. exfalso. exact (empty_sound _ _ _ E I).
Qed.
