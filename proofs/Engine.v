(** Symbolic execution with hints (docs/reference/format.md, section 5), and its soundness.

    A network runs on affine forms over one common denominator; each open decision is settled by a hint, or a
    coordinate of a relu stays open as a unit. What is to run next is a continuation, so that the function is structural
    in the network. *)

From Coq Require Import ZArith QArith List Lia Lqa Bool Setoid.
From Memocert Require Import Forms.
From Memocert Require Export Nets Ground.
Import ListNotations.
Open Scope Z_scope.

(** * Operations *)

(** What an addition, a multiplication and a comparison count. *)
Record measure := Measure { addition : Z; multiplication : Z; comparison : Z }.

Definition number {A} (p : A -> bool) (l : list A) : Z := fold_right (fun a n => (if p a then 1 else 0) + n) 0 l.

Definition stored (w : nat * Z) : bool := negb (snd w =? 0).

Definition multiplied (scale : positive) (w : nat * Z) : bool := stored w && negb (Z.abs (snd w) =? Zpos scale).

Definition negated (scale : positive) (w : nat * Z) : bool := negb (stored w) || (snd w =? Zneg scale).

Definition negation (scale : positive) (r : row * Z) : bool :=
  existsb stored (fst r) && (snd r =? 0) && forallb (negated scale) (fst r).

Definition row_cost (m : measure) (scale : positive) (r : row * Z) : Z :=
  addition m * Z.max 0 (number stored (fst r) + (if snd r =? 0 then 0 else 1) - 1)
  + multiplication m * (number (multiplied scale) (fst r) + (if negation scale r then 1 else 0)).

Definition gate_cost (m : measure) (scale : positive) (normal : row) : Z :=
  addition m * Z.max 0 (number stored normal - 1) + multiplication m * number (multiplied scale) normal + comparison m.

Definition layer_cost (m : measure) (scale : positive) (rows : list (row * Z)) : Z :=
  fold_right (fun r n => row_cost m scale r + n) 0 rows.

(** The operations on an input. *)
Fixpoint ops (m : measure) (n : net) (x : list Q) : Z :=
  match n with
  | Affine scale rows => layer_cost m scale rows
  | Identity => 0
  | Units _ width => comparison m * width
  | Sequence f g => ops m f x + ops m g (run f x)
  | Concatenate f g => ops m f x + ops m g x
  | Branch scale normal threshold below above =>
      gate_cost m scale normal + (if opens normal threshold x then ops m above x else ops m below x)
  end.

(** The structural maximum. *)
Fixpoint worst (m : measure) (n : net) : Z :=
  match n with
  | Affine scale rows => layer_cost m scale rows
  | Identity => 0
  | Units _ width => comparison m * width
  | Sequence f g => worst m f + worst m g
  | Concatenate f g => worst m f + worst m g
  | Branch scale normal _ below above => gate_cost m scale normal + Z.max (worst m below) (worst m above)
  end.

(** The outcomes of all decisions on an input, in the order in which they are taken. *)
Fixpoint decisions (n : net) (x : list Q) : list bool :=
  match n with
  | Affine _ _ | Identity => []
  | Units _ _ => map (Qle_bool 0) x
  | Sequence f g => decisions f x ++ decisions g (run f x)
  | Concatenate f g => decisions f x ++ decisions g x
  | Branch _ normal threshold below above =>
      let o := opens normal threshold x in o :: (if o then decisions above x else decisions below x)
  end.

Lemma ops_worst m n : forall x, ops m n x <= worst m n.
Proof.
  induction n; intros x; simpl; try lia.
  - specialize (IHn1 x). specialize (IHn2 (run n1 x)). lia.
  - specialize (IHn1 x). specialize (IHn2 x). lia.
  - specialize (IHn1 x). specialize (IHn2 x). destruct (opens _ _ _); lia.
Qed.

(** * States *)

(** Where it stands, the operations so far, the outcomes of the layers and gates so far (the last one first), and the
    values over their denominator. *)
Record state := State { base : ground; count : Z; trail : list (list bool); den : Z; vals : list form }.

Definition outcomes (s : state) : list bool := concat (rev (trail s)).

(** The values of a state at [z] are [x]. *)
Definition rep (z : list Q) (d : Z) (vs : list form) (x : list Q) : Prop :=
  0 < d /\ Forall2 (fun f q => (ev f z == q * inject_Z d)%Q) vs x.

Fixpoint dotf (r : row) (vs : list form) (acc : form) : form :=
  match r with
  | [] => acc
  | (gap, w) :: r' =>
      match skipn gap vs with
      | [] => acc
      | f :: vs' => dotf r' vs' (addmul w f acc)
      end
  end.

Lemma Forall2_skipn {A B} (R : A -> B -> Prop) n : forall l m, Forall2 R l m -> Forall2 R (skipn n l) (skipn n m).
Proof. induction n; intros l m H; [exact H|]. inversion H; subst; simpl; [constructor|]. auto. Qed.

Lemma dotf_ev z d r : forall vs x acc, Forall2 (fun f q => (ev f z == q * d)%Q) vs x ->
  (ev (dotf r vs acc) z == dot r x * d + ev acc z)%Q.
Proof.
  induction r as [|[gap w] r IH]; intros vs x acc H; simpl; [ring|].
  apply (Forall2_skipn _ gap) in H. inversion H as [|f q vs' x' Hf H' E1 E2]; subst; [ring|].
  rewrite (IH _ _ _ H'), ev_addmul, Hf. ring.
Qed.

(** ** Common factors *)

Fixpoint divisor_all (g : Z) (vs : list form) : Z :=
  if g =? 1 then 1
  else match vs with
       | [] => g
       | f :: vs' => divisor_all (divisor g f) vs'
       end.

Definition reduced (s : state) : state :=
  if den s =? 1 then s
  else
    let g := divisor_all (den s) (vals s) in
    if g <=? 1 then s else State (base s) (count s) (trail s) (den s / g) (map (map (fun a => a / g)) (vals s)).

Lemma divisor_all_divides vs : forall g, 0 <= g ->
  (divisor_all g vs | g) /\ Forall (Forall (fun a => (divisor_all g vs | a))) vs.
Proof.
  induction vs as [|f vs IH]; intros g Hg; simpl; destruct (Z.eqb_spec g 1).
  - split; [apply Z.divide_1_l|constructor].
  - split; [apply Z.divide_refl|constructor].
  - split; [apply Z.divide_1_l|]. apply Forall_forall. intros. apply Forall_forall. intros. apply Z.divide_1_l.
  - destruct (divisor_divides f g Hg) as [D1 D2].
    destruct (IH (divisor g f) (divisor_nonneg _ _ Hg)) as [H1 H2]. split.
    + eapply Z.divide_trans; eassumption.
    + constructor; [|exact H2]. eapply Forall_impl; [|exact D2]. intros a Ha. eapply Z.divide_trans; eassumption.
Qed.

Lemma reduced_same s : base (reduced s) = base s /\ count (reduced s) = count s /\ trail (reduced s) = trail s.
Proof. unfold reduced. destruct (_ =? _); [auto|]. destruct (_ <=? _); auto. Qed.

Lemma cancelled (a v q d g : Q) : (0 < g -> a == g * v -> a == q * (g * d) -> v == q * d)%Q.
Proof.
  intros Hg Ha Hd. rewrite Ha in Hd. setoid_replace (q * (g * d))%Q with (g * (q * d))%Q in Hd by ring.
  apply (Qmult_inj_l _ _ g); [lra|assumption].
Qed.

Lemma reduced_rep z s x : rep z (den s) (vals s) x -> rep z (den (reduced s)) (vals (reduced s)) x.
Proof.
  unfold reduced. destruct (_ =? _); [auto|].
  destruct (Z.leb_spec (divisor_all (den s) (vals s)) 1) as [|Hg]; [auto|]. intros [Hd H]. simpl.
  assert (0 <= den s) as Hd' by lia.
  destruct (divisor_all_divides (vals s) (den s) Hd') as [D1 D2].
  set (g := divisor_all (den s) (vals s)) in *. assert (0 < g) as Hg' by lia.
  assert (g * (den s / g) = den s) as Ed by (apply divides_back; assumption).
  split; [nia|]. clear Hd Hd' D1 Hg. clearbody g. revert D2. induction H as [|f q vs' x' Hf _ IH]; intros D2; [constructor|].
  inversion D2; subst. constructor; [|auto].
  apply (cancelled (ev f z) _ q _ (inject_Z g)).
  - rewrite <- injZ_pos. exact Hg'.
  - apply lin_divided; assumption.
  - rewrite <- inject_Z_mult, Ed. exact Hf.
Qed.

(** ** Side by side *)

Definition scaled (a : Z) (vs : list form) : list form := if a =? 1 then vs else map (map (Z.mul a)) vs.

Definition join (d : Z) (vs : list form) (s : state) : state :=
  let g := Z.gcd d (den s) in
  State (base s) (count s) (trail s) (d * (den s / g)) (scaled (den s / g) vs ++ scaled (d / g) (vals s)).

Lemma scaled_rep z a d vs x : 0 < a -> rep z d vs x -> rep z (d * a) (scaled a vs) x.
Proof.
  intros Ha [Hd H]. split; [nia|]. unfold scaled. destruct (Z.eqb_spec a 1) as [->|].
  - rewrite Z.mul_1_r. exact H.
  - induction H as [|f q vs' x' Hf _ IH]; simpl; constructor; [|exact IH].
    unfold ev. rewrite lin_scale. fold (ev f z). rewrite Hf, inject_Z_mult. ring.
Qed.

Lemma join_rep z d vs x s y : rep z d vs x -> rep z (den s) (vals s) y ->
  rep z (den (join d vs s)) (vals (join d vs s)) (x ++ y).
Proof.
  intros Hx Hy. destruct Hx as [Hd Hx]. destruct Hy as [Hd' Hy]. unfold join. simpl.
  set (g := Z.gcd d (den s)). assert (0 < g) as Hg.
  { assert (0 <= g) by apply Z.gcd_nonneg. assert (g <> 0); [|lia]. intros E. apply Z.gcd_eq_0_l in E. lia. }
  assert (g * (d / g) = d) as E1 by (apply divides_back; [exact Hg|apply Z.gcd_divide_l]).
  assert (g * (den s / g) = den s) as E2 by (apply divides_back; [exact Hg|apply Z.gcd_divide_r]).
  destruct (scaled_rep z (den s / g) d vs x) as [P1 R1]; [nia|split; assumption|].
  destruct (scaled_rep z (d / g) (den s) (vals s) y) as [P2 R2]; [nia|split; assumption|].
  split; [exact P1|]. replace (den s * (d / g)) with (d * (den s / g)) in R2 by nia.
  apply Forall2_app; assumption.
Qed.

(** * Decisions *)

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

(** What hints an execution reads: those by which an end is not a path are not read where paths count, and none where
    it follows a segment. *)
Inductive mode := Relaxing | Exact | Guided.

(** The hints that are left, and the outcomes at the ends that were recorded. *)
Record thread := Thread { hints : list hint; found : list (list bool) }.

(** A coordinate of a layer: whether the unit is on, with its value, or the form before it. *)
Inductive coordinate := Done (on : bool) (value : form) | Open (f : form).

(** The value of a unit that is on. *)
Definition high (kind : unit_kind) (f : form) : form := match kind with Relu => f | Step => [1] end.

Definition begun (kind : unit_kind) (f : form) : coordinate :=
  match constant f with
  | Some c => if 0 <=? c then Done true (high kind [c]) else Done false []
  | None => Open f
  end.

Fixpoint open_places (place : nat) (cs : list coordinate) : list nat :=
  match cs with
  | [] => []
  | Open _ :: cs' => place :: open_places (S place) cs'
  | Done _ _ :: cs' => open_places (S place) cs'
  end.

Fixpoint open_at (place : nat) (cs : list coordinate) : option form :=
  match cs with
  | [] => None
  | c :: cs' =>
      match place with
      | O => match c with Open f => Some f | Done _ _ => None end
      | S place' => open_at place' cs'
      end
  end.

Fixpoint put (place : nat) (c : coordinate) (cs : list coordinate) : list coordinate :=
  match cs with
  | [] => []
  | c' :: cs' => match place with O => c :: cs' | S place' => c' :: put place' c cs' end
  end.

Definition low : coordinate := Done false [].

Fixpoint closed (cs : list coordinate) : option (list bool * list form) :=
  match cs with
  | [] => Some ([], [])
  | Open _ :: _ => None
  | Done on v :: cs' => match closed cs' with Some (bs, vs) => Some (on :: bs, v :: vs) | None => None end
  end.

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

(** ** Units *)

(** A form over a denominator in lowest terms. *)
Definition lowest_terms (f : form) (d : Z) : form * Z :=
  let g := divisor d f in if g <=? 1 then (f, d) else (map (fun a => a / g) f, d / g).

(** The next unit, over a denominator. *)
Definition variable (p : nat) (us : open_units) (d : Z) : form := repeat 0 (S (p + length us)) ++ [d].

(** Coordinates at these places become the next units, with bounds by the intervals and the units that were there. *)
Fixpoint relaxed (b : box) (there : open_units) (scale d : Z) (places : list nat) (cs : list coordinate) (us : open_units)
  : option (list coordinate * open_units) :=
  match places with
  | [] => Some (cs, us)
  | place :: places' =>
      match open_at place cs with
      | Some f =>
          let '(f, q) := lowest_terms f d in
          match own_bounds b there f q scale with
          | Some (l, h) =>
              let value := if h <=? 0 then [] else variable (length b) us d in
              relaxed b there scale d places' (put place (Done false value) cs) (OpenUnit f q scale l h :: us)
          | None => None
          end
      | None => None
      end
  end.

Definition all_relaxed (g : ground) (scale d : Z) (places : list nat) (cs : list coordinate)
  : option (list coordinate * ground) :=
  let places := match places with [] => open_places O cs | _ => places end in
  if scale <=? 0 then None
  else match relaxed (intervals g) (units g) scale d places cs (units g) with
       | Some (cs', us) => Some (cs', Ground (facts g) (intervals g) us)
       | None => None
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
      k (reduced (State (base s) (count s + layer_cost m scale rows) (trail s) (den s * Zpos scale)
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
        (count s + gate_cost m scale normal) (trail s) 1 [dotf normal (vals s) [- (threshold * den s)]]
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

(** What a coordinate holds of the value q before it, at the point reached. *)
Definition coordinate_rep (kind : unit_kind) (x : list Q) (d : Z) (c : coordinate) (q : Q) : Prop :=
  match c with
  | Done on v => (how <> Relaxing -> on = Qle_bool 0 q) /\ onward x (fun y => ev v y == act kind q * inject_Z d)%Q
  | Open f => onward x (fun y =>
      ((0 <= q)%Q <-> (0 <= ev f y)%Q) /\ ((0 <= q)%Q -> (ev (high kind f) y == act kind q * inject_Z d)%Q) /\
      (kind = Relu -> (ev f y == q * inject_Z d)%Q))
  end.

Lemma coordinate_rep_grows kind x y d c q : grows x y -> coordinate_rep kind x d c q -> coordinate_rep kind y d c q.
Proof.
  intros G. destruct c; cbn [coordinate_rep].
  - intros [O V]. split; [exact O|]. eapply onward_grows; eassumption.
  - apply onward_grows, G.
Qed.

Lemma act_low kind x d : (x < 0)%Q -> (0 == act kind x * inject_Z d)%Q.
Proof.
  intros H. unfold act. destruct (Qle_bool 0 x) eqn:E; [|ring].
  apply Qle_bool_iff in E. lra.
Qed.

Lemma off x : (x < 0)%Q -> Qle_bool 0 x = false.
Proof. intros H. apply not_true_is_false. rewrite Qle_bool_iff. lra. Qed.

Lemma closed_rep kind x d cs qs : Forall2 (coordinate_rep kind x d) cs qs ->
  forall on vs, closed cs = Some (on, vs) -> (how <> Relaxing -> on = map (Qle_bool 0) qs) /\
  onward x (fun y => Forall2 (fun f q => (ev f y == q * inject_Z d)%Q) vs (map (act kind) qs)).
Proof.
  induction 1 as [|c q cs qs Hc _ IH]; simpl; intros on vs E.
  - injection E as <- <-. split; [reflexivity|]. intros t. constructor.
  - destruct c; [|discriminate]. destruct (closed cs) as [[on' vs']|]; [|discriminate]. injection E as <- <-.
    destruct (IH _ _ eq_refl) as [O H]. destruct Hc as [Oc Hc]. split.
    + intros M. rewrite (O M), (Oc M). reflexivity.
    + intros t. constructor; [apply Hc | apply H].
Qed.

Lemma put_rep (P : coordinate -> Q -> Prop) cs qs : Forall2 P cs qs -> forall place f, open_at place cs = Some f ->
  exists q, P (Open f) q /\ forall c, P c q -> Forall2 P (put place c cs) qs.
Proof.
  induction 1 as [|c q cs qs Hc Hcs IH]; intros place f E; [destruct place; discriminate|].
  destruct place; simpl in E.
  - destruct c; [discriminate|]. injection E as ->. exists q. split; [exact Hc|].
    intros v Hv. simpl. constructor; assumption.
  - destruct (IH _ _ E) as (q' & H1 & H2). exists q'. split; [exact H1|].
    intros v Hv. simpl. constructor; auto.
Qed.

Lemma low_rep kind x d f q : coordinate_rep kind x d (Open f) q -> (ev f x < 0)%Q -> coordinate_rep kind x d low q.
Proof.
  intros H Hf. apply onward_here in H. destruct H as [H _].
  destruct (Qlt_le_dec q 0) as [L|L]; [|rewrite H in L; lra].
  simpl. rewrite off by assumption. split; [reflexivity|]. intros t. change (ev [] (x ++ t)) with 0%Q. apply act_low. exact L.
Qed.

Lemma high_rep kind x d f q : coordinate_rep kind x d (Open f) q -> (0 <= ev f x)%Q ->
  coordinate_rep kind x d (Done true (high kind f)) q.
Proof.
  intros H Hf. pose proof (onward_here _ _ H) as [H1 _]. apply H1 in Hf. simpl. split.
  - intros _. symmetry. apply Qle_bool_iff. exact Hf.
  - intros t. apply (H t). exact Hf.
Qed.

(** The sign of an open form is the same at whatever comes behind. *)
Lemma open_negative kind x d f q : coordinate_rep kind x d (Open f) q -> (ev f x < 0)%Q ->
  onward x (fun y => satisfies y (negative_at f)).
Proof.
  intros H N t. apply negative_at_satisfies. pose proof (onward_here _ _ H) as [H1 _]. destruct (H t) as [H2 _].
  destruct (Qlt_le_dec (ev f (x ++ t)) 0) as [|P]; [assumption|]. apply H2, H1 in P. lra.
Qed.

Lemma open_reached kind x d f q : coordinate_rep kind x d (Open f) q -> (0 <= ev f x)%Q ->
  onward x (fun y => satisfies y (reached_at f)).
Proof.
  intros H P t. apply reached_at_satisfies. pose proof (onward_here _ _ H) as [H1 _]. destruct (H t) as [H2 _].
  apply H2, H1, P.
Qed.

(** ** Units *)

Lemma act_proper (v w : Q) : (v == w -> act Relu v == act Relu w)%Q.
Proof.
  intros E. unfold act. assert (B : Qle_bool 0 v = Qle_bool 0 w).
  { apply eq_true_iff_eq. rewrite !Qle_bool_iff, E. reflexivity. }
  rewrite B. destruct (Qle_bool 0 w); [exact E | reflexivity].
Qed.

Lemma lowest_terms_ev f d f' e : 0 < d -> lowest_terms f d = (f', e) ->
  0 < e /\ forall y q, (ev f y == q * inject_Z d)%Q -> (ev f' y == q * inject_Z e)%Q.
Proof.
  intros D. unfold lowest_terms. destruct (Z.leb_spec (divisor d f) 1) as [|G]; intros [= <- <-]; [auto|].
  assert (0 <= d) as D' by lia. destruct (divisor_divides f d D') as [D1 D2]. set (g := divisor d f) in *.
  assert (0 < g) as Hg by lia. assert (g * (d / g) = d) as Ed by (apply divides_back; assumption).
  split; [nia|]. intros y q H. apply (cancelled (ev f y) _ q _ (inject_Z g)).
  - rewrite <- injZ_pos. exact Hg.
  - apply lin_divided; assumption.
  - rewrite <- inject_Z_mult, Ed. exact H.
Qed.

Lemma lin_behind d x v t : (lin (repeat 0%Z (length x) ++ [d]) (x ++ v :: t) == inject_Z d * v)%Q.
Proof.
  induction x as [|q x IH]; cbn [length repeat app lin].
  - destruct t; ring.
  - rewrite IH. change (inject_Z 0) with 0%Q. ring.
Qed.

Lemma variable_ev p us d x v t : length x = (p + length us)%nat -> (ev (variable p us d) (x ++ v :: t) == inject_Z d * v)%Q.
Proof.
  intros L. unfold ev, variable. rewrite <- L. change (1%Q :: x ++ v :: t) with ((1%Q :: x) ++ v :: t).
  change (S (length x)) with (length (1%Q :: x)). apply lin_behind.
Qed.

Section Relaxed.

Variables (z : list Q) (b : box) (there : open_units) (scale d : Z).
Hypothesis relaxing : how = Relaxing.
Hypothesis wide : length z = length b.
Hypothesis in_box : held b z.
Hypothesis before_it : settled z there.
Hypothesis scale_positive : 0 < scale.
Hypothesis d_positive : 0 < d.

Let old : list Q := extension z there.

(** Open coordinates are as they were before the first unit came. *)
Definition still (x : list Q) (c : coordinate) (q : Q) : Prop :=
  coordinate_rep Relu x d c q /\ match c with Open _ => coordinate_rep Relu old d c q | Done _ _ => True end.

Lemma still_grows x y c q : grows x y -> still x c q -> still y c q.
Proof. intros G [H O]. split; [eapply coordinate_rep_grows; eassumption | exact O]. Qed.

Lemma off_value l h q f e : 0 < e -> sound_at (OpenUnit f e scale l h) (q * inject_Z e) -> h <= 0 ->
  (0 == act Relu q * inject_Z d)%Q.
Proof.
  intros E (_ & _ & _ & U) H. cbn [Relaxation.scale greatest divisor_of] in U.
  destruct (Qlt_le_dec q 0) as [N|P]; [apply act_low, N|]. unfold act. rewrite (proj2 (Qle_bool_iff 0 q) P).
  apply (proj1 (injZ_pos _)) in E, scale_positive. rewrite inject_Z_mult in U.
  assert (Hh : (inject_Z h <= 0)%Q) by (change 0%Q with (inject_Z 0); rewrite <- Zle_Qle; exact H).
  assert (0 <= inject_Z scale * q)%Q by (apply Qmult_le_0_compat; lra).
  assert (W : (inject_Z e * (inject_Z scale * q - inject_Z h) <= 0)%Q).
  { setoid_replace (inject_Z e * (inject_Z scale * q - inject_Z h))%Q
      with (inject_Z scale * (q * inject_Z e) - inject_Z h * inject_Z e)%Q by ring. lra. }
  assert (inject_Z scale * q - inject_Z h <= 0)%Q by nra.
  assert (inject_Z scale * q == 0)%Q by lra. assert (q == 0)%Q as -> by nra. ring.
Qed.

Lemma relaxed_sound places : forall cs us cs' us' qs, relaxed b there scale d places cs us = Some (cs', us') ->
  settled z us -> grows old (extension z us) -> Forall2 (still (extension z us)) cs qs ->
  settled z us' /\ grows (extension z us) (extension z us') /\ Forall2 (still (extension z us')) cs' qs.
Proof.
  induction places as [|place places IH]; intros cs us cs' us' qs H S G C; cbn [relaxed] in H.
  - injection H as <- <-. split; [exact S|]. split; [apply grows_same | exact C].
  - destruct (open_at place cs) as [f|] eqn:O; [|discriminate]. destruct (lowest_terms f d) as [f' e] eqn:T.
    destruct (own_bounds b there f' e scale) as [[l h]|] eqn:B; [|discriminate].
    destruct (put_rep _ _ _ C _ _ O) as (q & [_ Q] & Put).
    destruct (lowest_terms_ev f d f' e d_positive T) as [E V].
    assert (At : onward old (fun y => ev f' y == q * inject_Z e)%Q).
    { intros t. apply V. apply (Q t). reflexivity. }
    pose proof (own_bounds_sound b there z in_box wide (settled_sound _ _ before_it) f' e scale l h E scale_positive B) as [L U].
    fold old in L, U. rewrite (onward_here _ _ At) in L, U.
    set (x := extension z us) in *. pose proof (onward_grows _ _ _ G At) as Atx.
    assert (Sq : sound_at (OpenUnit f' e scale l h) (q * inject_Z e)) by (unfold sound_at; cbn; auto).
    assert (S' : settled z (OpenUnit f' e scale l h :: us)).
    { cbn [settled before]. fold x. split; [|split; [|exact S]].
      - destruct Sq as (A1 & A2 & A3 & A4). unfold sound_at. rewrite (onward_here _ _ Atx). auto.
      - intros t. rewrite (Atx t), (onward_here _ _ Atx). reflexivity. }
    set (v := opened (OpenUnit f' e scale l h) (ev f' x)).
    assert (Vv : (v == act Relu q)%Q).
    { unfold v, opened. cbn [divisor_of]. apply act_proper. rewrite (onward_here _ _ Atx).
      apply (proj1 (injZ_pos _)) in E. field. lra. }
    assert (Gx : grows x (extension z (OpenUnit f' e scale l h :: us))) by (eexists; reflexivity).
    assert (W : still (extension z (OpenUnit f' e scale l h :: us))
                  (Done false (if h <=? 0 then [] else variable (length b) us d)) q).
    { split; [|exact I]. cbn [coordinate_rep]. split; [intros N; contradiction|]. intros t.
      cbn [extension before]. fold x. fold v. rewrite <- app_assoc. cbn [app]. destruct (Z.leb_spec h 0) as [Hh|Hh].
      - change (ev [] (x ++ v :: t)) with 0%Q. eapply off_value; eassumption.
      - rewrite variable_ev; [rewrite Vv; ring|]. unfold x. rewrite extension_length, wide. reflexivity. }
    assert (C' : Forall2 (still (extension z (OpenUnit f' e scale l h :: us)))
                   (put place (Done false (if h <=? 0 then [] else variable (length b) us d)) cs) qs).
    { assert (C2 : Forall2 (still (extension z (OpenUnit f' e scale l h :: us))) cs qs).
      { clear - C Gx. induction C; constructor; auto. eapply still_grows; eassumption. }
      clear Put. destruct (put_rep _ _ _ C2 _ _ O) as (q' & [_ Q'] & Put').
      assert (q' == q)%Q.
      { pose proof (onward_here _ _ Q') as (_ & _ & A). pose proof (onward_here _ _ Q) as (_ & _ & A').
        specialize (A eq_refl). specialize (A' eq_refl). rewrite A in A'. apply (proj1 (injZ_pos _)) in d_positive. nra. }
      apply Put'. destruct W as [[W1 W2] _]. split; [|exact I]. split; [intros N; contradiction|]. intros t.
      rewrite (W2 t). rewrite (act_proper q' q) by assumption. reflexivity. }
    destruct (IH _ _ _ _ _ H S' (grows_chain _ _ _ G Gx) C') as (S2 & G2 & C3).
    split; [exact S2|]. split; [exact (grows_chain _ _ _ Gx G2) | exact C3].
Qed.

End Relaxed.

Lemma all_relaxed_sound z g scale d places cs cs' g' qs : how = Relaxing -> 0 < d -> fits z g ->
  all_relaxed g scale d places cs = Some (cs', g') -> Forall2 (coordinate_rep Relu (extended z g) d) cs qs ->
  fits z g' /\ grows (extended z g) (extended z g') /\ Forall2 (coordinate_rep Relu (extended z g') d) cs' qs.
Proof.
  intros M D [W I U F] H C. unfold all_relaxed in H. destruct (Z.leb_spec scale 0) as [|P]; [discriminate|].
  destruct (relaxed _ _ _ _ _ _ _) as [[cs2 us]|] eqn:R; [|discriminate]. injection H as <- <-.
  destruct (relaxed_sound z (intervals g) (units g) scale d M W I U P D _ cs (units g) cs2 us qs R U (grows_same _)) as (S & G & C').
  { clear - C. induction C as [|c q cs qs H C IH]; constructor; auto. split; [exact H|]. destruct c; [exact I | exact H]. }
  split; [|split].
  - split; auto. cbn [facts]. eapply onward_grows; [|exact F]. exact G.
  - exact G.
  - clear - C'. induction C' as [|c q cs qs [H _] C IH]; constructor; auto.
Qed.

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
      destruct (closed_rep _ _ _ _ _ Hcs _ _ E) as [Eon R];
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
  - destruct how eqn:M; try discriminate. destruct kind; [|discriminate].
    destruct (all_relaxed _ _ _ _ _) as [[cs' g']|] eqn:E; [|discriminate].
    destruct (all_relaxed_sound z g sc d places cs cs' g' qs M Hd Hin E Hcs) as (F & G & C).
    destruct (IH _ _ _ _ _ _ H Hl F C) as [(s & h2 & h3 & K & Sub & Fs & Gs & R)|B]; [left | right; exact B].
    exists s, h2, h3. split; [exact K|]. split; [exact Sub|]. split; [exact Fs|].
    split; [exact (reaches_chain _ _ _ (conj G (fun N => False_ind _ (N M))) Gs) | exact R].
  - destruct how eqn:M; try discriminate. destruct (moved g mv) as [[g1 other]|] eqn:E; [|discriminate].
    destruct (settle fuel kind left g1 _ _ _ _ _ (Thread _ _)) as [h2|] eqn:E1; [|discriminate].
    destruct (moved_sound z g mv g1 other Hin E) as [[F X]|(g2 & -> & F & X)].
    + rewrite <- X in Hcs |- *. eapply IH; [exact E1| |exact F|exact Hcs]. destruct other as [g2|].
      * eapply incl_tran; [|exact Hl]. eapply settle_keeps; eassumption.
      * injection H as <-. exact Hl.
    + rewrite <- X in Hcs |- *. eapply IH; [exact H|exact Hl|exact F|exact Hcs].
Qed.

Lemma begun_rep kind x d d' vs qs : 0 < d -> d' = match kind with Relu => d | Step => 1 end ->
  onward x (fun y => Forall2 (fun f q => (ev f y == q * inject_Z d)%Q) vs qs) ->
  Forall2 (coordinate_rep kind x d') (map (begun kind) vs) qs.
Proof.
  intros Hd -> On. rewrite injZ_pos in Hd. revert qs On. induction vs as [|f vs IH]; intros qs On.
  - pose proof (onward_here _ _ On) as H. inversion H. constructor.
  - pose proof (onward_here _ _ On) as H. inversion H as [|? q ? qs' _ _ E1 E2]; subst.
    assert (Hf : onward x (fun y => ev f y == q * inject_Z d)%Q) by (intros t; specialize (On t); inversion On; assumption).
    simpl. constructor; [|apply IH; intros t; specialize (On t); inversion On; assumption]. clear On IH H.
    assert (S : onward x (fun y => (0 <= q)%Q <-> (0 <= ev f y)%Q)) by (intros t; rewrite (Hf t); split; intros; nra).
    assert (V : forall g y, (ev g y == ev f y)%Q -> (ev f y == q * inject_Z d)%Q -> (0 <= q)%Q ->
      (ev (high kind g) y == act kind q * inject_Z match kind with Relu => d | Step => 1 end)%Q).
    { intros g y Hg Hy Hq. unfold act. rewrite (proj2 (Qle_bool_iff 0 q) Hq). destruct kind; simpl.
      - rewrite Hg. exact Hy.
      - rewrite ev_one. ring. }
    unfold begun. destruct (constant f) as [c|] eqn:E.
    + pose proof (fun y => ev_constant f c y E) as C. 
      assert (S0 : (0 <= q)%Q <-> (0 <= inject_Z c)%Q) by (rewrite <- (C x); exact (onward_here _ _ S)).
      destruct (Z.leb_spec 0 c) as [L|L].
      * assert (0 <= q)%Q as Hq by (apply S0; rewrite <- injZ_nonneg; exact L).
        simpl. split; [intros _; symmetry; apply Qle_bool_iff; exact Hq|]. intros t.
        apply V; [rewrite ev_one; symmetry; apply C|apply Hf|exact Hq].
      * destruct (Qlt_le_dec q 0) as [G|G].
        -- simpl. rewrite off by assumption. split; [reflexivity|]. intros t. change (ev [] (x ++ t)) with 0%Q. apply act_low. exact G.
        -- apply S0 in G. rewrite <- injZ_nonneg in G. lia.
    + intros t. split; [apply S|]. split; [apply V; [reflexivity | apply Hf]|]. intros ->. apply Hf.
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
  unfold layer in Hl. destruct how; eapply settle_sound; eassumption.
Qed.

Lemma affine_rep z d vs x scale rows : rep z d vs x ->
  rep z (d * Zpos scale) (map (fun r => dotf (fst r) vs [snd r * d]) rows) (map (fun r => affine scale r x) rows).
Proof.
  intros [Hd H]. split; [lia|]. induction rows as [|r rows IH]; simpl; constructor; [|exact IH].
  rewrite (dotf_ev _ _ _ _ _ _ H), ev_one. unfold affine. rewrite !inject_Z_mult.
  assert ((1 # scale) * inject_Z (Zpos scale) == 1)%Q as S by (unfold Qeq; simpl; lia).
  setoid_replace ((dot (fst r) x + inject_Z (snd r)) * (1 # scale) * (inject_Z d * inject_Z (Zpos scale)))%Q
    with ((dot (fst r) x + inject_Z (snd r)) * inject_Z d * ((1 # scale) * inject_Z (Zpos scale)))%Q by ring.
  rewrite S. ring.
Qed.

Lemma gate_rep z d vs x normal threshold : rep z d vs x ->
  rep z d [dotf normal vs [- (threshold * d)]] [(dot normal x - inject_Z threshold)%Q].
Proof.
  intros [Hd H]. split; [assumption|]. constructor; [|constructor].
  rewrite (dotf_ev _ _ _ _ _ _ H), ev_one, inject_Z_opp, inject_Z_mult. ring.
Qed.

Lemma gate_opens normal threshold x : Qle_bool 0 (dot normal x - inject_Z threshold) = opens normal threshold x.
Proof. unfold opens. apply eq_true_iff_eq. rewrite !Qle_bool_iff. split; intros; lra. Qed.

Theorem exec_sound z last n : forall left s k h h' x, exec n left s k h = Some h' -> keeps k ->
  incl (found h') (found last) -> fits z (base s) -> reps z (base s) (den s) (vals s) x ->
  goes_on k last z (extended z (base s)) (count s + ops m n x) (outcomes s ++ decisions n x) (run n x)
  \/ bounded (count s + ops m n x + left tt).
Proof.
  induction n as [scale rows| |kind width|f IHf g IHg|f IHf g IHg|scale normal threshold below IHb above IHa];
    intros left s k h h' x H Hk Hl Hin Hrep; simpl in H; simpl ops; simpl run; simpl decisions.
  - left. eexists _, h, h'. split; [exact H|]. split; [exact Hl|].
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
  - assert (Rq : reps z (base s) (den s) [dotf normal (vals s) [- (threshold * den s)]] [(dot normal x - inject_Z threshold)%Q])
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
      rewrite <- Oq. unfold act in Hv. destruct v as [|v [|]]; [| |destruct v as [|[]|]; discriminate].
      * assert (Qle_bool 0 q = false) as O.
        { destruct (Qle_bool 0 q); [|reflexivity]. change (ev [] (extended z (base s1))) with 0%Q in Hv. exfalso. nra. }
        rewrite O in *.
        eapply IHb in E; [|exact Hk|exact Hl1|exact Hin1|exact Hrep1].
        destruct E as [(s2 & h3 & h4 & E & Hl2 & Hin2 & G2 & C2 & T2 & R2)|B].
        -- left. exists s2, h3, h4. split; [exact E|]. split; [exact Hl2|]. split; [exact Hin2|].
           split; [exact (reaches_chain _ _ _ G1 G2)|]. cbn [count] in C2. split; [rewrite C2, C1; ring|]. split; [|exact R2].
           intros M. rewrite (T2 M). exact (T M _).
        -- right. cbn [count] in B. rewrite C1 in B. unfold bounded in *. destruct limit; [lia | assumption].
      * destruct v as [|[| |]|]; try discriminate.
        assert (Qle_bool 0 q = true) as O.
        { destruct (Qle_bool 0 q); [reflexivity|]. rewrite ev_one, Qmult_0_l in Hv. discriminate. }
        rewrite O in *.
        eapply IHa in E; [|exact Hk|exact Hl1|exact Hin1|exact Hrep1].
        destruct E as [(s2 & h3 & h4 & E & Hl2 & Hin2 & G2 & C2 & T2 & R2)|B].
        -- left. exists s2, h3, h4. split; [exact E|]. split; [exact Hl2|]. split; [exact Hin2|].
           split; [exact (reaches_chain _ _ _ G1 G2)|]. cbn [count] in C2. split; [rewrite C2, C1; ring|]. split; [|exact R2].
           intros M. rewrite (T2 M). exact (T M _).
        -- right. cbn [count] in B. rewrite C1 in B. unfold bounded in *. destruct limit; [lia | assumption].
    + right. unfold bounded in *. destruct limit; [|assumption].
      pose proof (ops_worst m below x). pose proof (ops_worst m above x). rewrite <- Oq. destruct (Qle_bool 0 q); lia.
Qed.

End Execution.
