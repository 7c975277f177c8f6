(** Symbolic execution with hints (docs/reference/format.md, section 5), and its soundness.

    A network runs on affine forms over one common denominator; each open decision is settled by a hint, or a
    coordinate of a relu stays open as a unit. What is to run next is a continuation, so that the function is structural
    in the network. *)

From Coq Require Import ZArith QArith List Lia Lqa Bool Setoid.
From Memocert Require Import Forms.
From Memocert Require Export Layers.
Import ListNotations.
Open Scope Z_scope.

(** * Hints *)

Inductive hint :=
| Split (place : nat)
| Below (place : nat) (m : Z) (e : evidence)
| Above (place : nat) (m : Z) (e : evidence)
| Empty (e : evidence)
| Bound
| Goal (m : Z) (e : evidence)
| Point (d : Z) (numbers : list Z)
| Vacuous (ms : multipliers)
| Relax (scale : Z) (places : list nat)
| Move (mv : move).

(** The hints that are left, and the outcomes at the ends that were recorded. *)
Record thread := Thread { hints : list hint; found : list (list bool) }.

(** On the segment 0 < t <= 1, given as the constraints t > 0 and 1 - t >= 0: the hint that settles the first open
    place as it is at t = 1. *)
Fixpoint guide (place : nat) (cs : list coordinate) (h : list hint) : list hint :=
  match cs with
  | [] => []
  | Done _ _ :: cs' => guide (S place) cs' h
  | Open f :: _ =>
      let g := primitive f in
      let near := nth 0 g 0 in
      let far := near + nth 1 g 0 in
      (if 0 <=? far then Above place 1 (Exactly [(O, far); (O, near)]) else Below place 1 (Exactly [(O, - far); (O, - near)]))
      :: h
  end.

Section Execution.

Variable m : measure.
Variable limit : option Z.
Variable how : mode.

Definition continuation := state -> thread -> option thread.

(** Each step has a hint: [fuel] is at least as long as those that are left. *)
Fixpoint settle {A} (fuel : list A) (kind : unit_kind) (left : unit -> Z) (g : ground) (c : Z) (tr : list (list bool)) (d : Z)
  (cs : list coordinate) (k : continuation) (h : thread) {struct fuel} : option thread :=
  match closed cs, fuel with
  | Some (on, vs), _ => k (reduced (State g c (on :: tr) d vs)) h
  | None, [] => None
  | None, _ :: fuel =>
      match (match how with Guided => guide O cs (hints h) | _ => hints h end) with
      | Empty e :: h' => if hollow g e then Some (Thread h' (found h)) else None
      | Bound :: h' =>
          match limit with
          | Some t => if c + left tt <=? t then Some (Thread h' (found h)) else None
          | None => None
          end
      | Split place :: h' =>
          match open_at place cs with
          | Some f =>
              match settle fuel kind left (with_fact g (negative_at f)) c tr d (put place low cs) k (Thread h' (found h)) with
              | Some h'' => settle fuel kind left (with_fact g (reached_at f)) c tr d (put place (Done true (high kind f)) cs) k h''
              | None => None
              end
          | None => None
          end
      | Below place mu e :: h' =>
          match open_at place cs with
          | Some f =>
              if refutes g (reached_at f) mu e
              then settle fuel kind left g c tr d (put place low cs) k (Thread h' (found h))
              else None
          | None => None
          end
      | Above place mu e :: h' =>
          match open_at place cs with
          | Some f =>
              if refutes g (negative_at f) mu e
              then settle fuel kind left g c tr d (put place (Done true (high kind f)) cs) k (Thread h' (found h))
              else None
          | None => None
          end
      | Relax scale places :: h' =>
          match how, kind with
          | Relaxing, Relu =>
              match all_relaxed g scale d places cs with
              | Some (cs', g') => settle fuel kind left g' c tr d cs' k (Thread h' (found h))
              | None => None
              end
          | _, _ => None
          end
      | Move mv :: h' =>
          match how with
          | Relaxing =>
              match moved g mv with
              | Some (g1, other) =>
                  match settle fuel kind left g1 c tr d cs k (Thread h' (found h)), other with
                  | Some h'', Some g2 => settle fuel kind left g2 c tr d cs k h''
                  | Some h'', None => Some h''
                  | None, _ => None
                  end
              | None => None
              end
          | _ => None
          end
      | _ => None
      end
  end.

Definition layer (kind : unit_kind) (left : unit -> Z) (g : ground) (c : Z) (tr : list (list bool)) (d : Z)
  (vs : list form) (k : continuation) (h : thread) : option thread :=
  let cs := map (begun kind) vs in
  match how with
  | Guided => settle cs kind left g c tr d cs k h
  | _ => settle (hints h) kind left g c tr d cs k h
  end.

Fixpoint exec (n : net) (left : unit -> Z) (s : state) (k : continuation) (h : thread) {struct n} : option thread :=
  match n with
  | Affine scale rows =>
      k (reduced (State (base s) (count s + layer_paid m scale rows) (trail s) (den s * Zpos scale)
           (map (fun r => dotf (fst r) (vals s) [snd r * den s]) rows))) h
  | Identity => k s h
  | Units kind width =>
      layer kind left (base s) (count s + comparison m * width) (trail s)
        (match kind with Relu => den s | Step => 1 end) (vals s) k h
  | Sequence f g => exec f (fun _ => worst m g + left tt) s (fun s' h' => exec g left s' k h') h
  | Concatenate f g =>
      exec f (fun _ => worst m g + left tt) s
        (fun s1 h1 =>
           exec g left (State (base s1) (count s1) (trail s1) (den s) (vals s))
             (fun s2 h2 => k (join (den s1) (vals s1) s2) h2) h1) h
  | Branch scale normal threshold below above =>
      layer Step (fun _ => Z.max (worst m below) (worst m above) + left tt) (base s)
        (count s + gate_paid m scale normal) (trail s) 1 [dotf normal (vals s) [- (threshold * den s)]]
        (fun s' h' =>
           let s'' := State (base s') (count s') (trail s') (den s) (vals s) in
           match vals s' with
           | [[]] => exec below left s'' k h'
           | [[1]] => exec above left s'' k h'
           | _ => None
           end) h
  end.

(** * What was recorded *)

(** The records before and after a continuation are in a relation, which any execution then respects. *)
Definition respects (R : list (list bool) -> list (list bool) -> Prop) (k : continuation) : Prop :=
  forall s h h', k s h = Some h' -> R (found h) (found h').

Section Record.

Variable R : list (list bool) -> list (list bool) -> Prop.
Hypothesis R_same : forall l, R l l.
Hypothesis R_chain : forall l l' l'', R l l' -> R l' l'' -> R l l''.

Lemma settle_respects {A} kind left d k : respects R k -> forall (fuel : list A) g c tr cs h h',
  settle fuel kind left g c tr d cs k h = Some h' -> R (found h) (found h').
Proof.
  intros Hk. induction fuel as [|a fuel IH]; intros g c tr cs h h' H; cbn [settle] in H;
    (destruct (closed cs) as [[on vs]|]; [exact (Hk _ _ _ H)|]); [discriminate|].
  destruct (match how with Guided => _ | _ => _ end)
    as [|[place|place mu e|place mu e|e| |mu e|e ns|ms|sc places|mv] h1]; try discriminate.
  - destruct (open_at place cs); [|discriminate]. destruct (settle _ _ _ _ _ _ _ _ _ (Thread _ _)) eqn:E; [|discriminate].
    apply IH in E. apply IH in H. simpl in E. eapply R_chain; eassumption.
  - destruct (open_at place cs); [|discriminate]. destruct (refutes _ _ _ _); [|discriminate].
    apply IH in H. exact H.
  - destruct (open_at place cs); [|discriminate]. destruct (refutes _ _ _ _); [|discriminate].
    apply IH in H. exact H.
  - destruct (hollow g e); [|discriminate]. injection H as <-. apply R_same.
  - destruct limit; [|discriminate]. destruct (_ <=? _); [|discriminate]. injection H as <-. apply R_same.
  - destruct how, kind; try discriminate. destruct (all_relaxed _ _ _ _ _) as [[cs' g']|]; [|discriminate].
    apply IH in H. exact H.
  - destruct how; try discriminate. destruct (moved g mv) as [[g1 other]|]; [|discriminate].
    destruct (settle _ _ _ _ _ _ _ _ _ (Thread _ _)) eqn:E; [|discriminate]. apply IH in E. destruct other.
    + apply IH in H. simpl in E. eapply R_chain; eassumption.
    + injection H as <-. exact E.
Qed.

Lemma layer_respects kind left g c tr d vs k h h' : respects R k ->
  layer kind left g c tr d vs k h = Some h' -> R (found h) (found h').
Proof. intros Hk H. unfold layer in H. destruct how; eapply settle_respects; eassumption. Qed.

Lemma exec_respects n : forall left s k h h', respects R k -> exec n left s k h = Some h' -> R (found h) (found h').
Proof.
  induction n as [scale rows| |kind width|f IHf g IHg|f IHf g IHg|scale normal threshold below IHb above IHa];
    intros left s k h h' Hk H; simpl in H.
  - exact (Hk _ _ _ H).
  - exact (Hk _ _ _ H).
  - eapply layer_respects; eassumption.
  - eapply IHf; [|exact H]. intros s1 h1 h2 H1. eapply IHg; eassumption.
  - eapply IHf; [|exact H]. intros s1 h1 h2 H1. eapply IHg; [|exact H1]. intros s2 h3 h4 H2. exact (Hk _ _ _ H2).
  - eapply layer_respects; [|exact H]. intros s1 h1 h2 H1. simpl in H1.
    destruct (vals s1) as [|[|[|[]|] [|]] [|]]; try discriminate.
    + eapply IHb; eassumption.
    + eapply IHa; eassumption.
Qed.

End Record.

(** What was recorded stays recorded. *)
Definition keeps : continuation -> Prop := respects (@incl (list bool)).

Definition settle_keeps {A} := @settle_respects _ (@incl_refl (list bool)) (@incl_tran (list bool)) A.
Definition exec_keeps := exec_respects _ (@incl_refl (list bool)) (@incl_tran (list bool)).

(** * Soundness *)

(** Units come only where none is refused. *)
Definition reaches (x y : list Q) : Prop := grows x y /\ (how <> Relaxing -> y = x).

Lemma reaches_same x : reaches x x.
Proof. split; [apply grows_same | auto]. Qed.

Lemma reaches_chain x y w : reaches x y -> reaches y w -> reaches x w.
Proof.
  intros [G E] [G' E']. split; [exact (grows_chain _ _ _ G G')|]. intros N. rewrite (E' N). exact (E N).
Qed.

(** The continuation succeeded on a state that [z] satisfies, with these operations and values, and the outcomes of
    decisions if all were taken; units may have come. *)
Definition goes_on (k : continuation) (last : thread) (z x : list Q) (c : Z) (tr : list bool) (out : list Q) : Prop :=
  exists s h h', k s h = Some h' /\ incl (found h') (found last) /\
    fits z (base s) /\ reaches x (extended z (base s)) /\ count s = c /\ (how <> Relaxing -> outcomes s = tr) /\
    onward (extended z (base s)) (fun y => rep y (den s) (vals s) out).

Definition bounded (c : Z) : Prop := match limit with Some t => c <= t | None => False end.

Local Notation coordinate_rep := (coordinate_rep how).

(** ** Decisions *)

Lemma settle_sound {A} kind z d qs left k last : 0 < d -> keeps k ->
  forall (fuel : list A) g c tr cs h h', settle fuel kind left g c tr d cs k h = Some h' ->
  incl (found h') (found last) -> fits z g -> Forall2 (coordinate_rep kind (extended z g) d) cs qs ->
  goes_on k last z (extended z g) c (concat (rev tr) ++ map (Qle_bool 0) qs) (map (act kind) qs)
  \/ bounded (c + left tt).
Proof.
  intros Hd Hk. induction fuel as [|a fuel IH]; intros g c tr cs h h' H Hl Hin Hcs; cbn [settle] in H;
    (destruct (closed cs) as [[on vs]|] eqn:E;
     [left; exists (reduced (State g c (on :: tr) d vs)), h, h';
      destruct (reduced_same (State g c (on :: tr) d vs)) as (-> & -> & T);
      destruct (closed_rep _ _ _ _ _ _ Hcs _ _ E) as [Eon R];
      split; [exact H|]; split; [exact Hl|]; split; [exact Hin|]; split; [apply reaches_same|]; split; [reflexivity|]; split;
      [intros M; unfold outcomes; rewrite T; simpl; rewrite concat_app; simpl; rewrite app_nil_r, (Eon M); reflexivity
      |intros t; apply reduced_rep; simpl; split; [exact Hd | apply R]]
     |]); [discriminate|]. clear E.
  destruct (match how with Guided => _ | _ => _ end)
    as [|[place|place mu e|place mu e|e| |mu e|e ns|ms|sc places|mv] h1]; try discriminate.
  - destruct (open_at place cs) as [f|] eqn:E; [|discriminate].
    destruct (put_rep _ _ _ Hcs _ _ E) as (q & Hq & Hput).
    destruct (settle fuel kind left _ c tr d (put place low cs) k (Thread h1 (found h))) as [h2|] eqn:E1; [|discriminate].
    destruct (Qlt_le_dec (ev f (extended z g)) 0) as [L|L].
    + eapply (IH (with_fact g (negative_at f))); [exact E1| | |].
      * eapply incl_tran; [|exact Hl]. eapply settle_keeps; eassumption.
      * apply with_fact_fits; [exact Hin|]. eapply open_negative; eassumption.
      * apply Hput. eapply low_rep; eassumption.
    + eapply (IH (with_fact g (reached_at f))); [exact H|exact Hl| |].
      * apply with_fact_fits; [exact Hin|]. eapply open_reached; eassumption.
      * apply Hput. apply high_rep; assumption.
  - destruct (open_at place cs) as [f|] eqn:E; [|discriminate].
    destruct (put_rep _ _ _ Hcs _ _ E) as (q & Hq & Hput).
    destruct (refutes _ _ _ _) eqn:E1; [|discriminate].
    pose proof (refutes_sound z _ _ _ _ Hin E1) as N. rewrite reached_at_satisfies in N.
    eapply IH; [exact H|exact Hl|exact Hin|]. apply Hput. eapply low_rep; [eassumption|]. lra.
  - destruct (open_at place cs) as [f|] eqn:E; [|discriminate].
    destruct (put_rep _ _ _ Hcs _ _ E) as (q & Hq & Hput).
    destruct (refutes _ _ _ _) eqn:E1; [|discriminate].
    pose proof (refutes_sound z _ _ _ _ Hin E1) as N. rewrite negative_at_satisfies in N.
    eapply IH; [exact H|exact Hl|exact Hin|]. apply Hput. apply high_rep; [assumption|]. lra.
  - destruct (hollow g e) eqn:E; [|discriminate]. exfalso. eapply hollow_sound; eassumption.
  - destruct limit as [t|] eqn:E; [|discriminate]. destruct (Z.leb_spec (c + left tt) t); [|discriminate].
    right. unfold bounded. rewrite E. assumption.
  - assert (M : how = Relaxing) by (destruct how; (reflexivity || discriminate)). rewrite M in H.
    destruct kind; [|discriminate].
    destruct (all_relaxed _ _ _ _ _) as [[cs' g']|] eqn:E; [|discriminate].
    destruct (all_relaxed_sound how z g sc d places cs cs' g' qs M Hd Hin E Hcs) as (F & G & C).
    destruct (IH _ _ _ _ _ _ H Hl F C) as [(s & h2 & h3 & K & Sub & Fs & Gs & R)|B]; [left | right; exact B].
    exists s, h2, h3. split; [exact K|]. split; [exact Sub|]. split; [exact Fs|].
    split; [exact (reaches_chain _ _ _ (conj G (fun N => False_ind _ (N M))) Gs) | exact R].
  - assert (M : how = Relaxing) by (destruct how; (reflexivity || discriminate)). rewrite M in H.
    destruct (moved g mv) as [[g1 other]|] eqn:E; [|discriminate].
    destruct (settle fuel kind left g1 _ _ _ _ _ (Thread _ _)) as [h2|] eqn:E1; [|discriminate].
    destruct (moved_sound z g mv g1 other Hin E) as [[F X]|(g2 & -> & F & X)].
    + rewrite <- X in Hcs |- *. eapply IH; [exact E1| |exact F|exact Hcs]. destruct other as [g2|].
      * eapply incl_tran; [|exact Hl]. eapply settle_keeps; eassumption.
      * injection H as <-. exact Hl.
    + rewrite <- X in Hcs |- *. eapply IH; [exact H|exact Hl|exact F|exact Hcs].
Qed.

(** The values of a state, wherever units come behind. *)
Definition reps (z : list Q) (g : ground) (d : Z) (vs : list form) (out : list Q) : Prop :=
  onward (extended z g) (fun y => rep y d vs out).

Lemma layer_sound kind z g d d' vs qs left k last c tr h h' : reps z g d vs qs ->
  d' = match kind with Relu => d | Step => 1 end -> keeps k ->
  layer kind left g c tr d' vs k h = Some h' -> incl (found h') (found last) -> fits z g ->
  goes_on k last z (extended z g) c (concat (rev tr) ++ map (Qle_bool 0) qs) (map (act kind) qs)
  \/ bounded (c + left tt).
Proof.
  intros R E Hk Hl Hf Hin. pose proof (proj1 (onward_here _ _ R)) as Hd.
  assert (C : Forall2 (coordinate_rep kind (extended z g) d') (map (begun kind) vs) qs).
  { eapply begun_rep; [exact Hd|exact E|]. intros t. apply R. }
  assert (D : 0 < d') by (destruct kind; lia).
  assert (S : exists A (fuel : list A), settle fuel kind left g c tr d' (map (begun kind) vs) k h = Some h').
  { clear C. unfold layer in Hl. destruct how; eauto. }
  destruct S as (A & fuel & S). eapply settle_sound; eassumption.
Qed.

Theorem exec_sound z last n : forall left s k h h' x, exec n left s k h = Some h' -> keeps k ->
  incl (found h') (found last) -> fits z (base s) -> reps z (base s) (den s) (vals s) x ->
  goes_on k last z (extended z (base s)) (count s + ops m n x) (outcomes s ++ decisions n x) (run n x)
  \/ bounded (count s + ops m n x + left tt).
Proof.
  induction n as [scale rows| |kind width|f IHf g IHg|f IHf g IHg|scale normal threshold below IHb above IHa];
    intros left s k h h' x H Hk Hl Hin Hrep; simpl in H; simpl ops; simpl run; simpl decisions.
  - rewrite layer_paid_right in H. left. eexists _, h, h'. split; [exact H|]. split; [exact Hl|].
    match goal with |- context [reduced ?s'] => destruct (reduced_same s') as (-> & -> & T) end. simpl in T |- *.
    split; [exact Hin|]. split; [apply reaches_same|]. split; [reflexivity|]. split.
    + intros _. unfold outcomes. rewrite T, app_nil_r. reflexivity.
    + intros t. apply reduced_rep. simpl. apply affine_rep. apply Hrep.
  - left. exists s, h, h'. split; [exact H|]. split; [exact Hl|]. split; [exact Hin|]. split; [apply reaches_same|]. split; [lia|].
    split; [intros _; symmetry; apply app_nil_r|exact Hrep].
  - eapply layer_sound in H; [|exact Hrep|reflexivity|exact Hk|exact Hl|exact Hin]. exact H.
  - eapply IHf in H; [| |exact Hl|exact Hin|exact Hrep].
    2: { intros s1 h1 h2 H1. eapply exec_keeps; eassumption. }
    destruct H as [(s1 & h1 & h2 & E & Hl1 & Hin1 & G1 & C1 & T1 & R1)|B].
    + eapply IHg in E; [|exact Hk|exact Hl1|exact Hin1|exact R1].
      destruct E as [(s2 & h3 & h4 & E & Hl2 & Hin2 & G2 & C2 & T2 & R2)|B].
      * left. exists s2, h3, h4. split; [exact E|]. split; [exact Hl2|]. split; [exact Hin2|].
        split; [exact (reaches_chain _ _ _ G1 G2)|]. split; [rewrite C2, C1; ring|]. split; [|exact R2].
        intros M. rewrite (T2 M), (T1 M), app_assoc. reflexivity.
      * right. rewrite C1, <- Z.add_assoc in B. rewrite !Z.add_assoc in B |- *. exact B.
    + right. unfold bounded in *. destruct limit; [|assumption]. pose proof (ops_worst m g (run f x)). lia.
  - eapply IHf in H; [| |exact Hl|exact Hin|exact Hrep].
    2: { intros s1 h1 h2 H1. eapply exec_keeps; [|exact H1]. intros s2 h3 h4 H2. exact (Hk _ _ _ H2). }
    destruct H as [(s1 & h1 & h2 & E & Hl1 & Hin1 & G1 & C1 & T1 & R1)|B].
    + eapply IHg in E; [| |exact Hl1|exact Hin1|].
      3: { exact (onward_grows _ _ _ (proj1 G1) Hrep). }
      2: { intros s2 h3 h4 H2. exact (Hk _ _ _ H2). }
      cbn [base count] in E. unfold outcomes in E at 1. cbn [trail] in E. fold (outcomes s1) in E.
      destruct E as [(s2 & h3 & h4 & E & Hl2 & Hin2 & G2 & C2 & T2 & R2)|B].
      * left. eexists _, _, _. split; [exact E|]. split; [exact Hl2|]. split; [exact Hin2|].
        split; [exact (reaches_chain _ _ _ G1 G2)|]. split; [cbn [join count]; rewrite C2, C1; ring|].
        split; [intros M; transitivity (outcomes s2); [reflexivity|]; rewrite (T2 M), (T1 M), app_assoc; reflexivity|].
        intros t. apply join_rep; [exact (onward_grows _ _ _ (proj1 G2) R1 t) | apply R2].
      * right. rewrite C1 in B. unfold bounded in *. destruct limit; [lia | assumption].
    + right. unfold bounded in *. destruct limit; [|assumption]. pose proof (ops_worst m g x). lia.
  - rewrite gate_paid_right in H. assert (Rq : reps z (base s) (den s) [dotf normal (vals s) [- (threshold * den s)]] [(dot normal x - inject_Z threshold)%Q])
      by (intros t; apply gate_rep, Hrep).
    pose proof (gate_opens normal threshold x) as Oq. set (q := (dot normal x - inject_Z threshold)%Q) in *.
    eapply (layer_sound Step) in H; [|exact Rq|reflexivity| |exact Hl|exact Hin].
    2: { intros s1 h1 h2 H1. simpl in H1. destruct (vals s1) as [|[|[|[]|] [|]] [|]]; try discriminate;
         eapply exec_keeps; eassumption. }
    destruct H as [(s1 & h1 & h2 & E & Hl1 & Hin1 & G1 & C1 & T1 & R1)|B].
    + pose proof (onward_grows _ _ _ (proj1 G1) Hrep) as Hrep1. apply onward_here in R1. destruct R1 as [D1 R1].
      inversion R1 as [|v ? vs' ? Hv Hvs E1 E2]; subst. inversion Hvs; subst. rewrite <- E1 in E. rewrite injZ_pos in D1.
      assert (T : how <> Relaxing -> forall t, outcomes s1 ++ t = outcomes s ++ Qle_bool 0 q :: t).
      { intros M t. rewrite (T1 M), <- app_assoc. reflexivity. }
      rewrite <- Oq. unfold act in Hv. destruct v as [|v [|]]; [| |destruct v as [|[]|]; discriminate];
        [ assert (Qle_bool 0 q = false) as O by
            (destruct (Qle_bool 0 q); [|reflexivity]; change (ev [] (extended z (base s1))) with 0%Q in Hv; exfalso; nra);
          rewrite O in *; eapply IHb in E; [|exact Hk|exact Hl1|exact Hin1|exact Hrep1]
        | destruct v as [|[| |]|]; try discriminate;
          assert (Qle_bool 0 q = true) as O by
            (destruct (Qle_bool 0 q); [reflexivity|]; rewrite ev_one, Qmult_0_l in Hv; discriminate);
          rewrite O in *; eapply IHa in E; [|exact Hk|exact Hl1|exact Hin1|exact Hrep1] ];
      (destruct E as [(s2 & h3 & h4 & E & Hl2 & Hin2 & G2 & C2 & T2 & R2)|B];
        [ left; exists s2, h3, h4; split; [exact E|]; split; [exact Hl2|]; split; [exact Hin2|];
          split; [exact (reaches_chain _ _ _ G1 G2)|]; cbn [count] in C2; split; [rewrite C2, C1; ring|]; split; [|exact R2];
          intros M; rewrite (T2 M); exact (T M _)
        | right; cbn [count] in B; rewrite C1 in B; unfold bounded in *; destruct limit; [lia | assumption] ]).
    + right. unfold bounded in *. destruct limit; [|assumption].
      pose proof (ops_worst m below x). pose proof (ops_worst m above x). rewrite <- Oq. destruct (Qle_bool 0 q); lia.
Qed.

End Execution.
