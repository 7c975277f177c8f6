(** Polyhedra to keep out of: at every z of a region, z with N(z) lies in none of them. *)

From Coq Require Import ZArith QArith List Bool.
From Memocert Require Import Forms Engine Goals Claims Bridge Within.
From Memocert Require Model.
Import ListNotations.
Open Scope Z_scope.

(** A point lies in none of the polyhedra. *)
Definition avoids (x : list Q) (unsafe : list (list constraint)) : Prop := Forall (fun p => ~ inside x p) unsafe.

Definition is_false (c : constraint) : bool :=
  match constant (fst c) with Some _ => negb (is_true c) | None => false end.

(** A polyhedron with a constraint that is false as a constant needs no hint. *)
Definition nowhere (p : list constraint) : bool := existsb is_false p.

Definition least (c : constraint) : constraint := (primitive (fst c), snd c).

(** The first constraint is the added one, the others stand behind those of the region. *)
Fixpoint all_apart (r : list constraint) (ps : list (list constraint)) (h : list hint) : option (list hint) :=
  match ps with
  | [] => Some h
  | p :: ps' =>
      if nowhere p then all_apart r ps' h
      else match p, h with
           | c :: p', Goal m ms :: h' => if empty (least c :: r ++ map least p') ((O, m) :: ms) then all_apart r ps' h' else None
           | _, _ => None
           end
  end.

(** Either nothing is left to show, or one hint says that the region is empty, or each polyhedron has its hint. *)
Definition kept_apart (r : list constraint) (ps : list (list constraint)) (h : list hint) : option (list hint) :=
  if forallb nowhere ps then Some h
  else match h with
       | Empty ms :: h' => if empty r ms then Some h' else None
       | _ => all_apart r ps h
       end.

Lemma is_false_sound z c : is_false c = true -> ~ satisfies z c.
Proof.
  destruct c as [f r]. unfold is_false, is_true, satisfies. cbn [fst snd].
  destruct (constant f) as [v|] eqn:C; [|discriminate]. rewrite (ev_constant _ _ z C). destruct r; cbn [stands]; intros H S.
  - apply injZ_pos, Z.ltb_lt in S. rewrite S in H. discriminate.
  - apply injZ_nonneg, Z.leb_le in S. rewrite S in H. discriminate.
  - assert (E : v = 0) by (unfold Qeq in S; cbn in S; rewrite Z.mul_1_r in S; exact S).
    subst v. discriminate.
Qed.

Lemma nowhere_sound z p : nowhere p = true -> ~ inside z p.
Proof.
  unfold nowhere. rewrite existsb_exists. intros (c & I & F) H. unfold inside in H. rewrite Forall_forall in H.
  exact (is_false_sound z c F (H c I)).
Qed.

Lemma least_inside z p : inside z p -> inside z (map least p).
Proof.
  unfold inside. intros H. rewrite Forall_map. eapply Forall_impl; [|exact H]. intros [f r] S.
  apply primitive_satisfies. exact S.
Qed.

Lemma all_apart_sound z r ps : forall h h', inside z r -> all_apart r ps h = Some h' -> avoids z ps.
Proof.
  induction ps as [|p ps IH]; intros h h' I H; [constructor|]. cbn [all_apart] in H. destruct (nowhere p) eqn:N.
  - constructor; [apply nowhere_sound, N | eapply IH; eauto].
  - destruct p as [|c p]; [discriminate|]. destruct h as [|[| | | | |m ms| |] h]; try discriminate.
    destruct (empty _ _) eqn:E; [|discriminate]. constructor; [|eapply IH; eauto].
    intros P. inversion P as [|? ? Pc Pp]; subst. apply (empty_sound z _ _ E). constructor.
    + destruct c as [f k]. apply primitive_satisfies. exact Pc.
    + apply Forall_app. split; [exact I | apply least_inside, Pp].
Qed.

Lemma kept_apart_sound z r ps h h' : inside z r -> kept_apart r ps h = Some h' -> avoids z ps.
Proof.
  intros I. unfold kept_apart. destruct (forallb nowhere ps) eqn:T.
  - intros _. rewrite forallb_forall in T. apply Forall_forall. intros p Hp. apply nowhere_sound, T, Hp.
  - destruct h as [|[| | |ms| | | | ] h]; try (apply all_apart_sound; assumption).
    destruct (empty r ms) eqn:E; [|discriminate]. exfalso. exact (empty_sound _ _ _ E I).
Qed.

Definition apart_at (unsafe : list (list constraint)) : continuation := fun s h =>
  match kept_apart (region s) (map (map (pulled (den s) (vals s))) unsafe) (hints h) with
  | Some h' => Some (Thread h' (found h))
  | None => None
  end.

Lemma apart_keeps unsafe : keeps (apart_at unsafe).
Proof.
  intros s h h' H. unfold apart_at in H. destruct kept_apart as [h1|]; [|discriminate]. injection H as <-. apply incl_refl.
Qed.

(** What is left of the hints when all ends keep apart from what is unsafe. *)
Definition misses (p : nat) (n : net) (domain : list constraint) (unsafe : list (list constraint)) (h : list hint)
  : option (list hint) :=
  unless_empty domain h (fun h => h) (fun h =>
    match exec nothing None false n (fun _ => 0) (start p domain) (apart_at unsafe) (Thread h []) with
    | Some t => Some (hints t)
    | None => None
    end).

Lemma misses_sound p n domain unsafe h h' : misses p n domain unsafe h = Some h' ->
  forall z, length z = p -> inside z domain -> avoids (run n z) unsafe.
Proof.
  intros M z L I. apply unless_empty_sound with (z := z) in M; [|exact I].
  destruct (exec _ _ _ _ _ _ _ _) as [t|] eqn:E; [|discriminate].
  destruct (exec_sound nothing None false z t n _ _ _ _ _ z E (apart_keeps _) (incl_refl _) I (start_rep z p domain L))
    as [(s & h1 & h2 & K & _ & Is & _ & _ & R)|B]; [|destruct B].
  unfold apart_at in K. destruct (kept_apart _ _ _) as [h3|] eqn:G; [|discriminate].
  apply (kept_apart_sound z) in G; auto. unfold avoids in G |- *. rewrite Forall_map in G.
  eapply Forall_impl; [|exact G]. intros c A C. apply A. apply (pulled_inside z _ _ _ _ R), C.
Qed.

(** The inputs stand before the outputs, as where the network runs beside the identity. *)
Definition all_miss (p : nat) (n : part) (domain : list constraint) (unsafe : list (list constraint)) (h : list hint) : bool :=
  all_read (misses p (Concatenate Identity (body n)) domain unsafe h).

Theorem avoids_model : forall p n domain unsafe h, all_miss p n domain unsafe h = true ->
  forall z, length z = p -> inside z domain -> avoids (z ++ Model.eval (meaning n) z) unsafe.
Proof.
  intros p n domain unsafe h H z L I. unfold all_miss in H. destruct (misses _ _ _ _ _) as [h'|] eqn:M; [|discriminate].
  apply misses_sound with (z := z) in M; auto. unfold avoids in M |- *. eapply Forall_impl; [|exact M].
  intros c A C. apply A. apply (inside_same (z ++ Model.eval (meaning n) z)); [|exact C].
  apply Forall2_app; [apply Model.same_refl | apply Model.same_sym, run_model].
Qed.
