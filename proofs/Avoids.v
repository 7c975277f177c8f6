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
Fixpoint all_apart (ps : list (list constraint)) (g : ground) (h : list hint) : option (list hint) :=
  match ps with
  | [] => Some h
  | p :: ps' =>
      if nowhere p then all_apart ps' g h
      else match p, h with
           | c :: p', Goal m e :: h' =>
               if refutes (fold_left with_fact (map least p') g) (least c) m e then all_apart ps' g h' else None
           | _, _ => None
           end
  end.

(** Nothing is left to show, or each polyhedron has its hint. *)
Definition kept_apart (g : ground) (ps : list (list constraint)) (h : list hint) : option (list hint) :=
  if forallb nowhere ps then Some h else here_or_beyond (all_apart ps) h g h.

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

Lemma least_satisfies z c : satisfies z (least c) <-> satisfies z c.
Proof. destruct c as [f r]. apply primitive_satisfies. Qed.

(** It holds or not wherever units come behind. *)
Definition steady (x : list Q) (c : constraint) : Prop := onward x (fun y => satisfies y c <-> satisfies x c).

Lemma all_facts_fit z p : forall g, fits z g -> Forall (steady (extended z g)) p -> inside (extended z g) p ->
  fits z (fold_left with_fact (map least p) g) /\ extended z (fold_left with_fact (map least p) g) = extended z g.
Proof.
  induction p as [|c p IH]; intros g F S I; [auto|]. inversion S as [|? ? Sc Sp]; subst. inversion I as [|? ? Ic Ip]; subst.
  cbn [map fold_left]. destruct (IH (with_fact g (least c))) as [F' E']; auto.
  apply with_fact_fits; [exact F|]. intros t. apply least_satisfies, Sc, Ic.
Qed.

Lemma all_apart_sound z x ps : Forall (Forall (steady x)) ps ->
  forall g h h', fits z g /\ extended z g = x -> all_apart ps g h = Some h' -> avoids x ps.
Proof.
  induction 1 as [|p ps S _ IH]; intros g h h' [F X] H; [constructor|]. cbn [all_apart] in H. destruct (nowhere p) eqn:N.
  - constructor; [apply nowhere_sound, N | eapply IH; eauto].
  - destruct p as [|c p]; [discriminate|]. destruct h as [|[| | | | |m e| | | |] h]; try discriminate.
    destruct (refutes _ _ _ _) eqn:E; [|discriminate]. constructor; [|eapply IH; eauto].
    intros P. inversion P as [|? ? Pc Pp]; subst. inversion S; subst.
    destruct (all_facts_fit z p g) as [F' E']; auto.
    apply (refutes_sound z _ _ _ _ F' E). rewrite E'. apply least_satisfies, Pc.
Qed.

Lemma kept_apart_sound z g ps h h' : fits z g -> Forall (Forall (steady (extended z g))) ps -> kept_apart g ps h = Some h' ->
  avoids (extended z g) ps.
Proof.
  intros F S. unfold kept_apart. destruct (forallb nowhere ps) eqn:T.
  - intros _. rewrite forallb_forall in T. apply Forall_forall. intros p Hp. apply nowhere_sound, T, Hp.
  - intros H. refine (here_or_beyond_sound (all_apart ps) (fun y => y = extended z g -> avoids y ps) z _ h g h h' F H eq_refl).
    intros g' h1 h2 F' H' E. rewrite E. exact (all_apart_sound z _ ps S g' h1 h2 (conj F' E) H').
Qed.

Definition apart_at (unsafe : list (list constraint)) : continuation := fun s h =>
  match kept_apart (base s) (map (map (pulled (den s) (vals s))) unsafe) (hints h) with
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
    match exec nothing None Relaxing n (fun _ => 0) (start p domain) (apart_at unsafe) (Thread h []) with
    | Some t => Some (hints t)
    | None => None
    end).

Lemma misses_sound p n domain unsafe h h' : misses p n domain unsafe h = Some h' ->
  forall z, length z = p -> inside z domain -> avoids (run n z) unsafe.
Proof.
  intros M z L I. apply unless_empty_sound with (z := z) in M; [|exact I].
  destruct (exec _ _ _ _ _ _ _ _) as [t|] eqn:E; [|discriminate].
  destruct (exec_sound nothing None Relaxing z t n _ _ _ _ _ z E (apart_keeps _) (incl_refl _) (start_fits z p domain L I)
    (start_reps z p domain L)) as [(s & h1 & h2 & K & _ & F & _ & _ & _ & R)|B]; [|destruct B].
  unfold apart_at in K. destruct (kept_apart _ _ _) as [h3|] eqn:G; [|discriminate].
  apply (kept_apart_sound z) in G; [|exact F|].
  - unfold avoids in G |- *. rewrite Forall_map in G. eapply Forall_impl; [|exact G]. intros c A C. apply A.
    apply (pulled_inside _ _ _ _ _ (onward_here _ _ R)), C.
  - rewrite Forall_map. apply Forall_forall. intros c _. rewrite Forall_map. apply Forall_forall. intros w _ u.
    rewrite (pulled_satisfies _ _ _ _ w (R u)), (pulled_satisfies _ _ _ _ w (onward_here _ _ R)). reflexivity.
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
