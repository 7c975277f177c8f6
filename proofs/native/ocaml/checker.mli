
val negb : bool -> bool

val option_map : ('a1 -> 'a2) -> 'a1 option -> 'a2 option

val fst : ('a1 * 'a2) -> 'a1

val snd : ('a1 * 'a2) -> 'a2

type comparison =
| Eq
| Lt
| Gt

val pred : int -> int

val sub : int -> int -> int

val bool_dec : bool -> bool -> bool

module type TotalLeBool' =
 sig
  type t

  val leb : t -> t -> bool
 end

module Nat :
 sig
  val pred : int -> int

  val mul : int -> int -> int

  val ltb : int -> int -> bool

  val compare : int -> int -> comparison

  val min : int -> int -> int

  val pow : int -> int -> int

  val divmod : int -> int -> int -> int -> int * int

  val div : int -> int -> int

  val log2_iter : int -> int -> int -> int -> int

  val log2 : int -> int

  val log2_up : int -> int
 end

module Pos :
 sig
  type mask =
  | IsNul
  | IsPos of Big.t
  | IsNeg
 end

module Coq_Pos :
 sig
  val add_carry : Big.t -> Big.t -> Big.t

  val pred_double : Big.t -> Big.t

  val pred_N : Big.t -> Big.t

  type mask = Pos.mask =
  | IsNul
  | IsPos of Big.t
  | IsNeg

  val succ_double_mask : mask -> mask

  val double_mask : mask -> mask

  val double_pred_mask : Big.t -> mask

  val sub_mask : Big.t -> Big.t -> mask

  val sub_mask_carry : Big.t -> Big.t -> mask

  val sub : Big.t -> Big.t -> Big.t

  val iter : ('a1 -> 'a1) -> 'a1 -> Big.t -> 'a1

  val size_nat : Big.t -> int

  val size : Big.t -> Big.t

  val compare_cont : comparison -> Big.t -> Big.t -> comparison

  val compare : Big.t -> Big.t -> comparison

  val gcdn : int -> Big.t -> Big.t -> Big.t

  val gcd : Big.t -> Big.t -> Big.t

  val ggcdn : int -> Big.t -> Big.t -> Big.t * (Big.t * Big.t)

  val ggcd : Big.t -> Big.t -> Big.t * (Big.t * Big.t)

  val coq_Nsucc_double : Big.t -> Big.t

  val coq_Ndouble : Big.t -> Big.t

  val coq_lor : Big.t -> Big.t -> Big.t

  val coq_land : Big.t -> Big.t -> Big.t

  val ldiff : Big.t -> Big.t -> Big.t

  val coq_lxor : Big.t -> Big.t -> Big.t

  val shiftl : Big.t -> Big.t -> Big.t

  val iter_op : ('a1 -> 'a1 -> 'a1) -> Big.t -> 'a1 -> 'a1

  val of_succ_nat : int -> Big.t
 end

module N :
 sig
  val pred : Big.t -> Big.t

  val succ_pos : Big.t -> Big.t

  val compare : Big.t -> Big.t -> comparison

  val even : Big.t -> bool

  val pos_div_eucl : Big.t -> Big.t -> Big.t * Big.t

  val div_eucl : Big.t -> Big.t -> Big.t * Big.t

  val coq_lxor : Big.t -> Big.t -> Big.t

  val shiftl : Big.t -> Big.t -> Big.t

  val shiftr : Big.t -> Big.t -> Big.t

  val iter : Big.t -> ('a1 -> 'a1) -> 'a1 -> 'a1
 end

val hd : 'a1 -> 'a1 list -> 'a1

val tl : 'a1 list -> 'a1 list

val nth : int -> 'a1 list -> 'a1 -> 'a1

val nth_error : 'a1 list -> int -> 'a1 option

val concat : 'a1 list list -> 'a1 list

val list_eq_dec : ('a1 -> 'a1 -> bool) -> 'a1 list -> 'a1 list -> bool

val flat_map : ('a1 -> 'a2 list) -> 'a1 list -> 'a2 list

val existsb : ('a1 -> bool) -> 'a1 list -> bool

val forallb : ('a1 -> bool) -> 'a1 list -> bool

val filter : ('a1 -> bool) -> 'a1 list -> 'a1 list

val partition : ('a1 -> bool) -> 'a1 list -> 'a1 list * 'a1 list

val firstn : int -> 'a1 list -> 'a1 list

val seq : int -> int -> int list

val repeat : 'a1 -> int -> 'a1 list

val of_N : Big.t -> char option

module Z :
 sig
  val double : Big.t -> Big.t

  val succ_double : Big.t -> Big.t

  val pred_double : Big.t -> Big.t

  val pos_sub : Big.t -> Big.t -> Big.t

  val pred : Big.t -> Big.t

  val pow_pos : Big.t -> Big.t -> Big.t

  val pow : Big.t -> Big.t -> Big.t

  val compare : Big.t -> Big.t -> comparison

  val sgn : Big.t -> Big.t

  val pos_div_eucl : Big.t -> Big.t -> Big.t * Big.t

  val div_eucl : Big.t -> Big.t -> Big.t * Big.t

  val log2_up : Big.t -> Big.t

  val lcm : Big.t -> Big.t -> Big.t
 end

val zeq_bool : Big.t -> Big.t -> bool

type q = { qnum : Big.t; qden : Big.t }

val inject_Z : Big.t -> q

val qcompare : q -> q -> comparison

val qeq_bool : q -> q -> bool

val qle_bool : q -> q -> bool

val qplus : q -> q -> q

val qmult : q -> q -> q

val qopp : q -> q

val qminus : q -> q -> q

val qinv : q -> q

val qdiv : q -> q -> q

val qred : q -> q

type piece =
| Say of string
| Count of Big.t
| Over of Big.t * Big.t
| Show of string

type fault =
| Malformed
| Rejected

type error = { kind_of : fault; place : Big.t option; words : piece list }

type 'a result =
| Good of 'a
| Bad of error

val malformed : piece list -> 'a1 result

val rejected : piece list -> 'a1 result

val bind : 'a1 result -> ('a1 -> 'a2 result) -> 'a2 result

val within : piece list -> 'a1 result -> 'a1 result

val run : ('a1 -> char -> 'a1 result) -> 'a1 -> string -> Big.t -> 'a1 result

type json =
| Null
| Boolean of bool
| Number of Big.t
| Text of string
| List of json list
| Object of (string * json) list

val quoted : string -> piece list

val described : json -> piece list

val entries : string -> json -> json list result

val integer : string -> Big.t -> Big.t -> json -> Big.t result

val get : string -> (string * json) list -> json option

val values : string -> string list -> (string * json) list -> json list result

val known : string -> string list -> (string * json) list -> unit result

val exactly : string -> string list -> json -> json list result

val dIGIT_0 : Big.t option

val dIGIT_1 : Big.t option

val dIGIT_2 : Big.t option

val dIGIT_3 : Big.t option

val dIGIT_4 : Big.t option

val dIGIT_5 : Big.t option

val dIGIT_6 : Big.t option

val dIGIT_7 : Big.t option

val dIGIT_8 : Big.t option

val dIGIT_9 : Big.t option

val digit : char -> Big.t option

val mAX_DIGITS : Big.t

type decimal = { high : Big.t; scale : Big.t; low : Big.t; count : Big.t }

val no_digits : decimal

val tEN : Big.t

val sCALE : Big.t

val one_more : decimal -> Big.t -> decimal

val value : decimal -> Big.t

type spelling =
| Begin
| Negative
| Nothing
| Above of bool * decimal
| Slash of Big.t
| Below of Big.t * decimal
| Wrong

val signed : bool -> Big.t -> Big.t

val spell : spelling -> char -> spelling

val spelled : spelling -> q option

val digits_together : string -> Big.t * Big.t

val rational : string -> json -> q result

val name_letter : char -> bool

val file_name : string -> bool

val hexadecimal : char -> bool

val digest : string -> bool

val fILE : string

val sHA256 : string

val reference : string -> json -> (string * string) result

val number : int -> Big.t

val zero : int

val rOUNDS : int list

type eight = { a : int; b : int; c : int; d : int; e : int; f : int; g : 
               int; h : int }

val sTART : eight

val by_2 : int

val by_3 : int

val by_6 : int

val by_7 : int

val by_10 : int

val by_11 : int

val by_13 : int

val by_17 : int

val by_18 : int

val by_19 : int

val by_22 : int

val by_25 : int

val small_0 : int -> int

val small_1 : int -> int

val big_0 : int -> int

val big_1 : int -> int

val choose : int -> int -> int -> int

val majority : int -> int -> int -> int

type sixteen = { w0 : int; w1 : int; w2 : int; w3 : int; w4 : int; w5 : 
                 int; w6 : int; w7 : int; w8 : int; w9 : int; w10 : int;
                 w11 : int; w12 : int; w13 : int; w14 : int; w15 : int }

val shifted : sixteen -> int -> sixteen

val rounds :
  int list -> int -> int -> int -> int -> int -> int -> int -> int -> int ->
  int -> int -> int -> int -> int -> int -> int -> int -> int -> int -> int
  -> int -> int -> int -> int -> eight

val block : eight -> sixteen -> eight

val empty_block : sixteen

type state = { hash : eight; words0 : sixteen; filled : Big.t; last : 
               int; bytes_of_last : Big.t }

val start : state

val add_word : eight -> sixteen -> Big.t -> int -> state

val add_byte : state -> char -> state

val add_whole : state -> int -> state

val padded : state -> Big.t -> eight

val hexadecimal_digit : Big.t -> char

val word_digits : int -> string -> string

val digits : eight -> string

val sha256 : string -> string

type vec = q list

type data = (vec * vec) list

type row = (int * Big.t) list

type unit_kind =
| Relu
| Step

type net =
| Affine of Big.t * (row * Big.t) list
| Identity
| Units of unit_kind * Big.t
| Sequence of net * net
| Concatenate of net * net
| Branch of Big.t * row * Big.t * net * net

val dot : row -> q list -> q

val act : unit_kind -> q -> q

val affine : Big.t -> (row * Big.t) -> q list -> q

val opens : row -> Big.t -> q list -> bool

val run0 : net -> q list -> q list

val reach : row -> Big.t

type part = { body : net; ins : Big.t; outs : Big.t; fits : bool }

val some : 'a1 list -> bool

val pAffine : Big.t -> Big.t -> (row * Big.t) list -> part

val pIdentity : Big.t -> part

val pUnits : unit_kind -> Big.t -> part

val pSequence : part -> part -> part

val pConcatenate : part -> part -> part

val pBranch : Big.t -> Big.t -> row -> Big.t -> part -> part -> part

val has_widths : int -> int -> part -> bool

type symbol =
| Space
| Quote
| Comma
| Colon
| OpenList
| CloseList
| OpenObject
| CloseObject
| Minus
| Digit of Big.t
| Other

val sYMBOL_0 : symbol

val sYMBOL_1 : symbol

val sYMBOL_2 : symbol

val sYMBOL_3 : symbol

val sYMBOL_4 : symbol

val sYMBOL_5 : symbol

val sYMBOL_6 : symbol

val sYMBOL_7 : symbol

val sYMBOL_8 : symbol

val sYMBOL_9 : symbol

val symbol_of : char -> symbol

type character =
| Plain
| QuoteInText
| Backslash
| Control

val bLANK : Big.t

val bEYOND : Big.t

val character_of : char -> character

val escaped : char -> char option

val nibble : char -> Big.t option

val byte_of : Big.t -> char

val encoded : Big.t -> char list

val is_u : char -> bool

val word_null : char list

val word_true : char list

val word_false : char list

val mAX_DEPTH : int

val mAX_TEXT : Big.t

val mAX_KEYS : int

type 'a field =
| Whole of json
| Fed of 'a

type 'a stack =
| Outer of (string * 'a field) list * string
| Elements of (string * 'a field) list * string * 'a
| InList of json list * 'a stack
| InObject of (string * json) list * string * 'a stack

type 'a object0 =
| OuterObject of (string * 'a field) list
| InnerObject of (string * json) list * 'a stack

type 'a target =
| ForValue of 'a stack
| ForKey of 'a object0

type escape =
| NoEscape
| AfterBackslash
| InHex of Big.t list

type 'a state0 =
| Start
| AtValue of bool * 'a stack
| AfterItem of 'a stack
| AfterField of 'a object0
| AtKey of bool * 'a object0
| AtColon of 'a object0 * string
| InText of 'a target * char list * Big.t * escape
| AfterMinus of 'a stack
| AfterNought of 'a stack
| InNumber of 'a stack * bool * decimal
| InWord of 'a stack * char list * json
| Finished of (string * 'a field) list

val wrong : string -> 'a1 result

val put :
  (string -> 'a1 -> json -> 'a1 result) -> json -> 'a1 stack -> 'a1 state0
  result

val close_list :
  (string -> 'a1 -> json -> 'a1 result) -> 'a1 stack -> 'a1 state0 result

val close_object :
  (string -> 'a1 -> json -> 'a1 result) -> 'a1 object0 -> 'a1 state0 result

val room : int -> 'a1 stack -> bool

val too_deep : 'a1 state0 result

val open_list : 'a1 -> 'a1 stack -> 'a1 state0 result

val open_object : 'a1 stack -> 'a1 state0 result

val has_key : string -> (string * 'a1) list -> bool

val fresh : string -> (string * 'a1) list -> unit result

val fresh_in : string -> 'a1 object0 -> unit result

val under : string -> 'a1 object0 -> 'a1 stack

val put_text :
  (string -> 'a1 -> json -> 'a1 result) -> 'a1 target -> string -> 'a1 state0
  result

val after :
  (string -> 'a1 -> json -> 'a1 result) -> 'a1 state0 -> char -> 'a1 state0
  result

val word0 : 'a1 stack -> char -> 'a1 state0 result

val text_step :
  (string -> 'a1 -> json -> 'a1 result) -> 'a1 target -> char list -> Big.t
  -> escape -> char -> 'a1 state0 result

val step :
  'a1 -> (string -> 'a1 -> json -> 'a1 result) -> 'a1 state0 -> char -> 'a1
  state0 result

val read_with :
  'a1 -> (string -> 'a1 -> json -> 'a1 result) -> string -> (string * 'a1
  field) list result

val kept : string -> json list -> json -> json list result

val whole_field : (string * json list field) -> string * json

val fORMAT : string

val vERSION : string

val find : string -> (string * 'a1) list -> 'a1 option

val spoken : 'a1 field -> piece list

val only : string list -> (string * 'a1) list -> unit result

val every : string list -> (string * 'a1) list -> unit result

val is_document : string -> Big.t -> (string * 'a1 field) list -> unit result

val has_fields : string list -> (string * 'a1 field) list -> unit result

type values_over = Big.t list * Big.t

val zdot : row -> Big.t list -> Big.t

val common : values_over -> Big.t

val lowest : values_over -> values_over

val zeval : net -> values_over -> values_over

val rationals : values_over -> vec

val unit_vector : int -> int -> values_over

type zdata = (values_over * values_over) list

val rational_data : zdata -> data

val equal_over : Big.t list -> Big.t list -> Big.t -> Big.t -> bool

val smaller_but : int -> Big.t -> Big.t list -> bool

val same_row : net -> net -> values_over -> bool

val mAX_WIDTH : Big.t

val weights_of :
  (int * q) list -> Big.t -> Big.t -> json list -> (int * q) list result

val gap_row : Big.t -> json -> (int * q) list result

val lcm0 : Big.t -> Big.t -> Big.t

val denominator : q list -> Big.t -> Big.t

val over : Big.t -> q -> Big.t

val integers : q list -> values_over

val weight_over : Big.t -> (int * q) -> int * Big.t

val scaled_row : (int * q) list -> q -> Big.t * (row * Big.t)

val rationals_from : q list -> string -> json list -> q list result

val rationals_of : string -> json list -> q list result

val point_of : string -> Big.t option -> json -> q list result

type 'a cell = 'a * bool

type 'a tree =
| Leaf of 'a cell
| Fork of 'a cell * 'a tree * 'a tree

type 'a trees = (Big.t * 'a tree) list

val push : 'a1 -> 'a1 trees -> 'a1 trees

val mark : 'a1 cell -> 'a1 cell

val take : Big.t -> 'a1 tree -> Big.t -> 'a1 cell * 'a1 tree

val use : 'a1 trees -> Big.t -> ('a1 cell * 'a1 trees) option

val cells : 'a1 tree -> 'a1 cell list

val all_cells : 'a1 trees -> 'a1 cell list

type form = Big.t list

val places : (int * Big.t) list -> form

val sparse : Big.t -> (int * Big.t) list -> form

val addmul : Big.t -> form -> form -> form

val opposite : form -> form

val constant : form -> Big.t option

val divisor : Big.t -> form -> Big.t

val primitive : form -> form

type relation =
| Positive
| Nonnegative
| Zero

type constraint0 = form * relation

type multipliers = (int * Big.t) list

val combination :
  constraint0 list -> multipliers -> form -> bool -> (form * bool) option

val impossible : (form * bool) option -> bool

val empty : constraint0 list -> multipliers -> bool

val qfloor : q -> Big.t

val qceiling : q -> Big.t

type ending = (q * bool) option

type box = (ending * ending) list

val closer : bool -> q -> bool -> ending -> ending

val single : form -> (int * Big.t) option

val narrowed :
  Big.t -> Big.t -> relation -> (ending * ending) -> ending * ending

val changed : int -> ((ending * ending) -> ending * ending) -> box -> box

val narrow : box -> constraint0 -> box

val everywhere : ending * ending

val box_of : int -> constraint0 list -> box

val highest : form -> box -> q -> bool -> (q * bool) option

val trimmed : Big.t list -> Big.t list

val apart : int -> int -> form -> form * Big.t list

type open_unit = { before : form; divisor_of : Big.t; scale0 : Big.t;
                   least : Big.t; greatest : Big.t; wide : int; older : 
                   int; parts : (form * Big.t list) }

val openUnit :
  int -> int -> form -> Big.t -> Big.t -> Big.t -> Big.t -> open_unit

type open_units = open_unit list

val up : Big.t -> Big.t -> Big.t

val difference : Big.t -> Big.t -> Big.t -> Big.t -> Big.t

val most : Big.t -> Big.t -> open_unit -> Big.t

val gap_of : Big.t -> Big.t -> open_unit -> Big.t

val standard : Big.t -> open_unit -> Big.t

val plus : Big.t -> form -> form

type slopes = (int * Big.t) list

val slope_for : Big.t -> open_unit -> slopes -> Big.t * slopes

val kept_apart : int -> int -> open_unit -> form * Big.t list

val eliminated :
  int -> int -> open_units -> slopes -> form -> Big.t list -> form option

val bound : box -> open_units -> slopes -> form -> (q * bool) option

val negative : (q * bool) -> bool -> bool

val impossible_by_bound :
  box -> open_units -> slopes -> (form * bool) option -> bool

val empty_by_bounds :
  box -> open_units -> constraint0 list -> slopes -> multipliers -> bool

val largest_divisor : open_units -> Big.t

val own_bounds :
  box -> open_units -> form -> Big.t -> Big.t -> (Big.t * Big.t) option

val hinted_bound :
  box -> open_units -> form -> Big.t -> Big.t -> constraint0 list -> Big.t ->
  slopes -> multipliers -> Big.t option

type ground = { facts : constraint0 list; intervals : box; units : open_units }

val with_fact : ground -> constraint0 -> ground

type evidence =
| Exactly of multipliers
| ByBounds of slopes * multipliers

val from_newest : open_units -> int -> int option

val placed : open_units -> slopes -> slopes option

val contradictory :
  ground -> constraint0 list -> evidence -> multipliers -> bool

val hollow : ground -> evidence -> bool

val refutes : ground -> constraint0 -> Big.t -> evidence -> bool

val between : Big.t -> Big.t -> open_unit -> open_unit

val tightened : int -> Big.t -> Big.t -> open_units -> open_units

val with_bounds : ground -> int -> Big.t -> Big.t -> ground

type move =
| AtUnit of int
| Divide of form
| OwnAll
| OwnOne of int
| OwnBound of int * Big.t * slopes * multipliers

val renewed : ground -> int -> ground option

val all_renewed : ground -> int list -> ground option

val undecided : int -> open_units -> int list -> int list

val rebound : ground -> int -> Big.t -> slopes -> multipliers -> ground option

val negative_at : form -> constraint0

val reached_at : form -> constraint0

val moved : ground -> move -> (ground * ground option) option

type measure = { addition : Big.t; multiplication : Big.t; comparison0 : Big.t }

val number0 : ('a1 -> bool) -> 'a1 list -> Big.t

val stored : (int * Big.t) -> bool

val multiplied : Big.t -> (int * Big.t) -> bool

val negated : Big.t -> (int * Big.t) -> bool

val negation : Big.t -> (row * Big.t) -> bool

val row_cost : measure -> Big.t -> (row * Big.t) -> Big.t

val gate_cost : measure -> Big.t -> row -> Big.t

val layer_cost : measure -> Big.t -> (row * Big.t) list -> Big.t

val arithmetic_counts : measure -> bool

val layer_paid : measure -> Big.t -> (row * Big.t) list -> Big.t

val gate_paid : measure -> Big.t -> row -> Big.t

val worst : measure -> net -> Big.t

type state1 = { base : ground; count0 : Big.t; trail : bool list list;
                den : Big.t; vals : form list }

val outcomes : state1 -> bool list

val dotf : row -> form list -> form -> form

val divisor_all : Big.t -> form list -> Big.t

val reduced : state1 -> state1

val scaled : Big.t -> form list -> form list

val join : Big.t -> form list -> state1 -> state1

val cAP : Big.t

val capped : Big.t -> Big.t

type counted =
| Additions
| Multiplications
| Comparisons
| Total

val weights : counted -> measure

type costs = { adds : Big.t; multiplies : Big.t; compares : Big.t; all : Big.t }

val cost : counted -> costs -> Big.t

val own : Big.t -> Big.t -> Big.t -> costs

val both : costs -> costs -> costs

val either : costs -> costs -> costs

val limited : costs -> costs

type node = { whole : part; worsts : costs; size0 : Big.t; work : Big.t;
              widest : Big.t }

val most0 : counted -> node -> Big.t

val additions_of : Big.t -> (row * Big.t) list -> Big.t

val multiplications_of : Big.t -> (row * Big.t) list -> Big.t

val layer_costs : Big.t -> (row * Big.t) list -> costs

val unit_costs : Big.t -> costs

val gate_costs : Big.t -> row -> costs

val branch_costs : Big.t -> row -> node -> node -> costs

val price : row -> Big.t

val prices : (row * Big.t) list -> Big.t

val affine0 : Big.t -> Big.t -> (row * Big.t) list -> node

val identity : Big.t -> node

val units0 : unit_kind -> Big.t -> node

val sequence : node -> node -> node

val concatenate : node -> node -> node

val branch : Big.t -> Big.t -> row -> Big.t -> node -> node -> node

type weights_row = (int * q) list

type entry =
| Layer of Big.t * weights_row list * q list
| Same of Big.t
| Act of unit_kind * Big.t
| Join of bool * Big.t list
| Gate of Big.t * weights_row * q * Big.t * Big.t

val aFFINE : string

val iDENTITY : string

val rELU : string

val sTEP : string

val sEQUENCE : string

val cONCATENATE : string

val bRANCH : string

val have : string -> Big.t -> json list -> 'a1 result

val width_of : string -> json -> Big.t result

val rows_from :
  weights_row list -> Big.t -> json list -> weights_row list result

val layer_of : json -> json -> json -> entry result

val children_from : Big.t list -> Big.t -> json list -> Big.t list result

val join_of : Big.t -> bool -> json -> entry result

val gate_of : Big.t -> json -> json -> json -> json -> json -> entry result

val entry_of : Big.t -> json -> entry result

type table = { count1 : Big.t; found : node trees; used : Big.t;
               parts0 : Big.t }

val no_nodes : table

val mAX_PARTS : Big.t

val child : table -> Big.t -> (node * table) result

val parts_of : node list -> table -> Big.t list -> (node list * table) result

val inputs : node -> Big.t

val outputs : node -> Big.t

val parts_fit : bool -> node -> node list -> unit result

val pairwise : (node -> node -> node) -> node list -> node list -> node list

val join_all :
  (node -> node -> node) -> node list -> node list -> node -> node

val joined : bool -> node list -> node result

val scaled_rows : weights_row list -> q list -> Big.t * (row * Big.t) list

val built : table -> entry -> (node * table) result

val add_entry : table -> entry -> table result

val add_node : table -> json -> table result

val unused : Big.t -> (node * bool) list -> node result

val root : table -> node result

val nETWORK : string

val nODES : string

val feed_node : string -> table -> json -> table result

val network_fields : (string * table field) list -> node result

val network_of : string -> node result

val merge :
  ('a1 -> 'a1 -> comparison) -> 'a2 list -> 'a1 list -> 'a1 list -> 'a1 list
  -> 'a1 list option

val place0 :
  ('a1 -> 'a1 -> comparison) -> 'a2 list -> 'a1 list -> 'a1 list option list
  -> 'a1 list option list option

val merge_all :
  ('a1 -> 'a1 -> comparison) -> 'a2 list -> 'a1 list -> 'a1 list option list
  -> 'a1 list option

val sorted :
  ('a1 -> 'a1 -> comparison) -> ('a2 -> 'a1) -> 'a2 list -> 'a1 list -> 'a1
  list option list -> 'a2 list -> 'a1 list option

val distinct : ('a1 -> 'a1 -> comparison) -> ('a2 -> 'a1) -> 'a2 list -> bool

val compare_lists : Big.t list -> Big.t list -> comparison

val compare_points : values_over -> values_over -> comparison

val distinct_points : (values_over * 'a1) list -> bool

type dataset = { inputs0 : Big.t; outputs0 : Big.t; rows : zdata;
                 counts : Big.t list; named : Big.t option }

type reading = { count2 : Big.t; widths : (Big.t * Big.t) option;
                 read_rows : zdata; read_counts : Big.t list }

val no_rows : reading

val mAX_COUNT : Big.t

val row_of :
  (Big.t * Big.t) option -> json -> ((q list * q list) * Big.t) result

val width : q list -> Big.t

val add_row : reading -> json -> reading result

val dATASET : string

val cLASSES : string

val rOWS : string

type column =
| Names of Big.t
| Read of reading

val feed_row : string -> column option -> json -> column option result

val is_class : Big.t -> values_over -> bool

val labels_in : Big.t -> Big.t -> zdata -> unit result

val classes_of : (string * column option field) list -> Big.t option result

val rows_of : (string * column option field) list -> reading result

val table_of : reading -> Big.t option -> dataset result

val dataset_fields : (string * column option field) list -> dataset result

val dataset_of : string -> dataset result

val qabs : q -> q

type mode =
| Relaxing
| Exact
| Guided

type coordinate =
| Done of bool * form
| Open of form

val high0 : unit_kind -> form -> form

val begun : unit_kind -> form -> coordinate

val open_places : int -> coordinate list -> int list

val open_at : int -> coordinate list -> form option

val put0 : int -> coordinate -> coordinate list -> coordinate list

val low0 : coordinate

val closed : coordinate list -> (bool list * form list) option

val lowest_terms : form -> Big.t -> form * Big.t

val variable : int -> open_units -> Big.t -> form

val relaxed :
  box -> open_units -> Big.t -> Big.t -> int list -> coordinate list ->
  open_units -> (coordinate list * open_units) option

val all_relaxed :
  ground -> Big.t -> Big.t -> int list -> coordinate list -> (coordinate
  list * ground) option

type hint =
| Split of int
| Below0 of int * Big.t * evidence
| Above0 of int * Big.t * evidence
| Empty of evidence
| Bound
| Goal of Big.t * evidence
| Point of Big.t * Big.t list
| Vacuous of multipliers
| Relax of Big.t * int list
| Move of move

type thread = { hints : hint list; found0 : bool list list }

val guide : int -> coordinate list -> hint list -> hint list

type continuation = state1 -> thread -> thread option

val settle :
  Big.t option -> mode -> 'a1 list -> unit_kind -> (unit -> Big.t) -> ground
  -> Big.t -> bool list list -> Big.t -> coordinate list -> continuation ->
  thread -> thread option

val layer :
  Big.t option -> mode -> unit_kind -> (unit -> Big.t) -> ground -> Big.t ->
  bool list list -> Big.t -> form list -> continuation -> thread -> thread
  option

val exec :
  measure -> Big.t option -> mode -> net -> (unit -> Big.t) -> state1 ->
  continuation -> thread -> thread option

val is_true : constraint0 -> bool

val follows : ground -> constraint0 -> hint list -> hint list option

val all_follow : constraint0 list -> ground -> hint list -> hint list option

val here_or_beyond :
  (ground -> hint list -> hint list option) -> hint list -> ground -> hint
  list -> hint list option

val ends : ground -> constraint0 list -> hint list -> hint list option

val mixed : form -> form list -> form -> form

val pulled : Big.t -> form list -> constraint0 -> constraint0

val meets_at : constraint0 list -> continuation

val unless_empty :
  constraint0 list -> hint list -> (hint list -> 'a1) -> (hint list -> 'a1
  option) -> 'a1 option

val inputs1 : int -> form list

val on_inputs : int -> constraint0 -> constraint0

val start0 : int -> constraint0 list -> state1

val differences : form list -> form list -> constraint0 list option

val nothing : measure

val agree_at : int -> continuation

val agrees :
  int -> int -> net -> net -> constraint0 list -> hint list -> hint list
  option

val cheap_at : Big.t -> continuation

val cheap :
  measure -> int -> net -> Big.t -> constraint0 list -> hint list -> bool

val lin_reduced : form -> q list -> q -> q

val holds : q list -> constraint0 -> bool

val narrow0 : int -> constraint0 list -> bool

val all_read : hint list option -> bool

val check_agree :
  int -> int -> part -> part -> constraint0 list -> hint list -> bool

val check_cheap :
  measure -> int -> int -> part -> Big.t -> constraint0 list -> hint list ->
  bool

val meets :
  int -> net -> constraint0 list -> constraint0 list -> hint list -> hint
  list option

val all_meet :
  int -> part -> constraint0 list -> constraint0 list -> hint list -> bool

val line : Big.t -> (Big.t * Big.t) list -> net

val segment : constraint0 list

val fails : constraint0 -> bool

val wrong_at : constraint0 list -> continuation

val right_at : constraint0 list -> continuation

val counted_along :
  measure -> Big.t -> (Big.t * Big.t) list -> net -> continuation -> bool

val along : Big.t -> (Big.t * Big.t) list -> net -> continuation -> bool

type target0 =
| Label of values_over
| Class of int
| Both of int * int

type radius =
| All
| Wrong0
| Closed of q * q option
| Opened of q * q option

val place1 : int -> form

val greatest0 : int -> int -> int -> constraint0 list

val wanted : int -> target0 -> constraint0 list

val possible : int -> target0 -> bool

val alone : Big.t -> int -> Big.t list

val in_one : Big.t -> Big.t -> int -> form

val ball : bool -> values_over -> q -> constraint0 list

val near : q -> vec -> vec -> bool

val evidence0 : int -> Big.t list -> (Big.t * Big.t) list option

val bad :
  int -> net -> constraint0 list -> values_over -> q option -> hint list ->
  hint list option

val itself : values_over -> (Big.t * Big.t) list

val radius_shown :
  int -> int -> net -> ((values_over * target0) * radius) -> hint list ->
  hint list option

val balls_agree :
  int -> int -> net -> net -> q -> values_over list -> hint list -> hint list
  option

val check_balls :
  int -> int -> part -> part -> q -> values_over list -> hint list -> bool

type reference0 = { file : string; digest0 : string }

type bound0 = { constant0 : Big.t; factors : (int * Big.t) list;
                relation0 : relation }

val constraint1 : bound0 -> constraint0

val region : bound0 list -> constraint0 list

type goal =
| AsGiven
| OneHot
| Greatest

type claim =
| AtPoints of goal * reference0 * reference0
| Robustly of goal * reference0 * reference0 * q
| WithRadii of goal * reference0 * reference0 * radius list
| Equivalent of reference0 * reference0 * bound0 list
| WithinTolerance of reference0 * reference0 * bound0 list * q
| EquivalentOnBalls of reference0 * reference0 * reference0 * q
| SameClassOnBalls of reference0 * reference0 * reference0 * radius list
| OperationsAtMost of reference0 * bound0 list * counted * Big.t
   * values_over option
| OutputWithin of reference0 * bound0 list * bound0 list
| Avoids of reference0 * bound0 list * bound0 list list
| Paths of reference0 * bound0 list * Big.t
| ComparisonsNeeded of bool * reference0 * Big.t
| DepthNeeded of bool * reference0 * Big.t
| OperationsNeeded of reference0 * Big.t
| UnitsNeeded of reference0 * Big.t
| MeanNeeded of bool * bool * reference0 * q

type kind =
| Memorizing
| Classifying
| MemorizingRobustly
| ClassifyingRobustly
| MemorizingWithRadii
| ClassifyingWithRadii
| Equalling
| Approaching
| EquallingOnBalls
| AgreeingOnBalls
| Costing
| Staying
| Avoiding
| Branching
| Comparing
| ComparingConstants
| Deepening
| DeepeningAffine
| Operating
| Hiding
| Averaging of bool * bool

val kinds : (string * kind) list

type role =
| Network
| Data

val roles : kind -> role list

val kIND : string

val nETWORK0 : string

val oTHER : string

val dATA : string

val dOMAIN : string

val lABELS : string

val rADIUS : string

val rADII : string

val tOLERANCE : string

val mEASURE : string

val bOUND : string

val aTTAINED : string

val oUTPUTS : string

val uNSAFE : string

val cOUNT : string

val cOMPARISONS : string

val dEPTH : string

val oPERATIONS : string

val uNITS : string

val mEAN : string

val keys : kind -> string list

val choice : string -> string -> (string * 'a1) list -> json -> 'a1 result

val goals : (string * goal) list

val labels : json -> goal result

val measures : (string * counted) list

val measure0 : json -> counted result

val not_negative : string -> json -> q result

val more_than_0 : string -> json -> q result

val each :
  string -> (json -> 'a1 result) -> Big.t -> json list -> 'a1 list -> 'a1
  list result

val relations : (string * (bool * relation)) list

val wIDEST : Big.t

val bound_of : json -> bound0 result

val bounds : string -> json -> bound0 list result

val polyhedra : json -> bound0 list list result

type shape =
| IsAll
| IsWrong
| IsClosed
| IsOpen

val shapes : (string * shape) list

val radius_of : json -> radius result

val radii_of : json -> radius list result

val attained_of : json -> values_over option result

val claim_of : kind -> reference0 list -> json list -> claim result

val cLAIM_FORMAT : string

val head_of : string -> (kind * json list) result

val role_name : role -> string

val reference_of : role -> json -> reference0 result

type hint_text = { name_of : string; numbers : Big.t list }

type hint_name =
| NSplit
| NBelow
| NAbove
| NEmpty
| NGoal
| NBound
| NStructure
| NVacuous
| NPath
| NWrong
| NBelowStar
| NAboveStar
| NEmptyStar
| NGoalStar
| NRelax
| NUnit
| NDivide
| NOwn

val hint_names : (string * hint_name) list

val unread : hint

val mOST_PLACES : Big.t

val place_of : Big.t -> int option

val pairs_after : Big.t -> Big.t list -> multipliers option

val pairs_in : Big.t list -> multipliers option

val slopes_after : Big.t option -> Big.t list -> (slopes * multipliers) option

val starred : Big.t list -> evidence option

val plain : Big.t list -> evidence option

val factors_after :
  Big.t -> Big.t -> Big.t list -> Big.t list -> Big.t list option

val divider : Big.t -> Big.t -> Big.t -> Big.t list -> form option

val even0 : Big.t list -> bool

val places_after : Big.t -> Big.t list -> int list option

type reading0 =
| ReadsEnds
| ReadsWrong
| ReadsPaths
| ReadsCosts

val may_read : reading0 -> hint_name -> bool

type outcome =
| Read0 of hint
| Unread
| Misshapen

val read_if : 'a1 option -> ('a1 -> hint) -> outcome

val with_pairs : Big.t list -> 'a1 option -> ('a1 -> hint) -> outcome

val at_place :
  Big.t -> Big.t list -> 'a1 option -> (int -> 'a1 -> hint) -> outcome

val hint_of : reading0 -> Big.t -> Big.t -> hint_text -> outcome

val hints_of :
  reading0 -> Big.t -> Big.t -> Big.t -> hint_text list -> hint list -> Big.t
  option -> hint list * Big.t option

val says_vacuous : bound0 list -> hint_text list -> bool

val says_structure : hint_text list -> bool

val require : bool -> piece list -> unit result

val allow : bool -> piece list -> unit result

val counted_words : Big.t -> string -> string -> piece list

val sTEPS : Big.t

val lOOKS : Big.t

val pAIRS : Big.t

val bits : Big.t -> Big.t

val too_long : piece list

val too_many : piece list

val all_of : (node -> Big.t) -> node list -> Big.t

val runs_afforded : node list -> Big.t -> unit result

type tally = { splits : Big.t; points : Big.t; followed : Big.t;
               bounds0 : Big.t; relaxes : Big.t; dividers : Big.t;
               places0 : Big.t; amount : Big.t }

val tallied : Big.t -> tally -> hint_text -> tally

val tally_of : Big.t -> hint_text list -> tally

val regions_afforded :
  node list -> Big.t -> Big.t -> Big.t -> Big.t -> Big.t -> hint_text list ->
  unit result

val gaps :
  Big.t -> Big.t -> Big.t -> form list -> form list -> constraint0 list option

val near_at : int -> Big.t -> Big.t -> continuation

val stays_near :
  int -> int -> Big.t -> Big.t -> net -> net -> constraint0 list -> hint list
  -> hint list option

val check_near :
  int -> int -> Big.t -> Big.t -> part -> part -> constraint0 list -> hint
  list -> bool

val is_false : constraint0 -> bool

val nowhere : constraint0 list -> bool

val least0 : constraint0 -> constraint0

val all_apart :
  constraint0 list list -> ground -> hint list -> hint list option

val kept_apart0 :
  ground -> constraint0 list list -> hint list -> hint list option

val apart_at : constraint0 list list -> continuation

val misses :
  int -> net -> constraint0 list -> constraint0 list list -> hint list ->
  hint list option

val all_miss :
  int -> part -> constraint0 list -> constraint0 list list -> hint list ->
  bool

module PositiveSet :
 sig
  type tree =
  | Leaf
  | Node of tree * bool * tree

  type t = tree

  val empty : t

  val mem : Big.t -> t -> bool

  val add : Big.t -> t -> t
 end

val as_at : bool list -> continuation

val point : Big.t -> Big.t list -> q list

val path_at : int -> net -> constraint0 list -> continuation

val code_bit : bool -> Big.t -> Big.t

val code : bool list -> Big.t

val distinct0 : PositiveSet.t -> bool list list -> bool

val check_paths :
  int -> part -> constraint0 list -> Big.t -> hint list -> bool

module PositiveMap :
 sig
  type key = Big.t

  type 'a tree =
  | Leaf
  | Node of 'a tree * 'a option * 'a tree

  type 'a t = 'a tree

  val empty : 'a1 t

  val find : key -> 'a1 t -> 'a1 option

  val add : key -> 'a1 -> 'a1 t -> 'a1 t
 end

val up0 : int -> int -> int

val combination0 : q list -> data -> ((vec * vec) -> q) -> q

val before0 : vec -> vec -> bool

val rising : data -> bool

val numbered : 'a1 list -> Big.t -> 'a1 PositiveMap.t -> 'a1 PositiveMap.t

val picked : 'a1 PositiveMap.t -> Big.t list -> 'a1 list option

val less_than : int -> int

type sample = q * q

val on : sample -> sample -> sample -> bool

type slopes0 =
| Any
| Only of q
| Least of q
| Most of q

val among : q -> slopes0 -> bool

val turned : q -> slopes0 -> slopes0

val chord : sample -> sample -> q

val kinks_needed : slopes0 -> sample -> sample list -> int -> int

val select : Big.t -> 'a1 list -> 'a1 list

val inside_of : Big.t -> Big.t -> bool

val of_rows : 'a1 list -> Big.t -> bool

val cancels : int -> q list -> data -> bool

val no_affine : int -> int -> q list -> data -> bool

val agrees0 : vec -> vec -> bool

val column0 : data -> ((vec * vec) -> q) -> vec

val times : vec -> vec -> vec

val total : vec -> q

val label : int -> (vec * vec) -> q

val coordinate0 : int -> (vec * vec) -> q

val one : (vec * vec) -> q

val factors_of : int -> ((vec * vec) -> q) list

val onward : 'a1 list -> ('a1 * 'a1 list) list

val vanish : int -> vec list -> vec -> bool

val vanish_but_power : int -> vec list -> vec -> vec -> bool

val raised : int -> vec -> vec -> vec

val powered : int -> int -> int -> q list -> data -> bool

type entry0 = vec * vec

val minus : q -> vec -> vec -> vec

val eliminated0 : int -> entry0 list -> vec

val unit_row : int -> int -> vec

val multipliers_of : int -> data -> vec

val all_parts : (data -> bool) -> data -> int -> data -> bool

val general : int -> int -> data -> bool

val place2 : (vec * vec) -> q

val rise : int -> (vec * vec) -> (vec * vec) -> q

val bent : bool -> int -> (vec * vec) -> (vec * vec) -> (vec * vec) -> bool

type triple = ((vec * vec) * (vec * vec)) * (vec * vec)

val less : q -> q -> bool

val chained : bool -> int -> triple list -> q option -> bool

val sides_of : zdata -> net

val taken : int -> constraint0 list -> Big.t -> Big.t list -> bool

val noted : int -> continuation

val dichotomies : int -> zdata -> hint list -> bool list list option

val mask0 : int -> Big.t -> bool list -> Big.t

val torn : int -> Big.t list -> Big.t list -> data -> data -> bool

val bit : Big.t -> Big.t

val set_of : Big.t list -> Big.t

type step0 =
| Bends
| Counted of Big.t
| Uninterpolable of Big.t * Big.t list
| Dichotomies of Big.t * hint list
| Every of Big.t * int * Big.t list
| Powered of Big.t * int * Big.t list
| Labels of Big.t list * Big.t list
| Apart of Big.t * Big.t * Big.t list * Big.t list
| Cases of Big.t * int * Big.t * Big.t list

type known0 = (Big.t * int) PositiveMap.t

type divisions = (Big.t * Big.t list) option

val every0 : divisions -> known0 -> Big.t -> int -> Big.t list -> bool

type partitions = (Big.t * Big.t) PositiveMap.t

val closed0 :
  Big.t -> Big.t -> int -> known0 -> partitions -> Big.t list ->
  (Big.t * Big.t) list -> bool

val triples : data -> triple list

val is_bends : step0 -> bool

val is_counted : step0 -> bool

val is_labels : step0 -> bool

val by_bends :
  bool -> int -> int -> zdata -> Big.t list -> (Big.t * int) option

val by_labels :
  bool -> (vec * vec) PositiveMap.t -> Big.t list -> Big.t list ->
  (Big.t * int) option

val size1 : zdata -> Big.t

val by_cases :
  zdata -> known0 -> partitions -> Big.t -> int -> Big.t -> Big.t list -> bool

val shown_by :
  bool -> int -> int -> zdata -> (Big.t * int) option -> bool -> (vec * vec)
  PositiveMap.t -> step0 -> divisions -> known0 -> partitions ->
  (Big.t * int) option

val last_one : step0 list -> bool

val arrives :
  bool -> int -> int -> zdata -> (Big.t * int) option -> bool -> (vec * vec)
  PositiveMap.t -> int -> step0 list -> divisions -> Big.t -> known0 -> Big.t
  -> partitions -> bool

val check_needed :
  bool -> int -> int -> zdata -> Big.t list -> int -> step0 list -> bool

val rows_counted : Big.t list -> Big.t

type weighted = ((vec * vec) * Big.t) list

val weight : weighted -> Big.t

val mixed0 : data -> bool

val mask_of : ('a1 -> bool) -> 'a1 list -> Big.t

type step1 =
| Uninterpolable0 of Big.t * Big.t list
| Dichotomies0 of Big.t * hint list
| Every0 of Big.t

type known1 = Big.t PositiveMap.t

type divisions0 = (Big.t * Big.t list) option

val known_of : known1 -> Big.t -> Big.t

val thresholds : int -> zdata -> Big.t list

val least1 : known1 -> Big.t -> Big.t list -> Big.t option -> Big.t option

val shown_by0 :
  bool -> int -> int -> zdata -> Big.t list -> step1 -> divisions0 -> known1
  -> (Big.t * Big.t) option

val arrives0 :
  bool -> bool -> int -> int -> zdata -> Big.t list -> (Big.t -> bool) ->
  step1 list -> divisions0 -> known1 -> bool

val check_means :
  bool -> bool -> int -> int -> zdata -> Big.t list -> q -> step1 list -> bool

type folder = string -> string option

val wide_in : node -> int

val wide_out : node -> int

type row0 = values_over * values_over

val point0 : row0 -> vec

val class_of : row0 -> int

val target_of : goal -> int -> row0 -> target0

val sum_of : row -> Big.t list -> Big.t -> Big.t

val least_terms : values_over -> values_over

val value0 : net -> values_over -> values_over

val each_row : (row0 -> unit result) -> Big.t -> row0 list -> unit result

val class_label : Big.t -> row0 -> bool

val fits_points : Big.t -> dataset -> unit result

val fits_labels : goal -> Big.t -> dataset -> unit result

val fits_data : goal -> node -> dataset -> unit result

val right_row : goal -> node -> row0 -> bool

val goal_words : goal -> string

val check_points : goal -> node -> dataset -> unit result

val point_over : Big.t -> Big.t list -> vec

val took : Big.t -> continuation

val check_attains :
  measure -> int -> int -> part -> Big.t -> constraint0 list -> Big.t ->
  Big.t list -> bool

val not_shown : piece list

val shown : bool -> Big.t option -> unit result

val reach0 : bound0 -> Big.t

val is_within : Big.t -> bound0 list -> bool

val has_room : Big.t -> Big.t -> bound0 list -> bool

val fits_domain : string -> Big.t -> Big.t -> bound0 list -> unit result

val fits_pair : node -> node -> unit result

val read_hints :
  reading0 -> node list -> Big.t -> hint_text list -> hint list * Big.t option

val afforded :
  node list -> Big.t -> bound0 list -> Big.t -> hint_text list -> unit result

val cells_of : Big.t -> bound0 list -> Big.t

val check_within :
  node -> bound0 list -> bound0 list -> hint_text list -> unit result

val check_avoids :
  node -> bound0 list -> bound0 list list -> hint_text list -> unit result

val check_count :
  node -> bound0 list -> Big.t -> hint_text list -> unit result

val cheap_enough :
  node -> counted -> bound0 list -> Big.t -> hint_text list -> unit result

val fits_point : node -> values_over option -> unit result

val attains :
  node -> counted -> bound0 list -> Big.t -> values_over option -> unit result

val check_operations :
  node -> counted -> bound0 list -> Big.t -> values_over option -> hint_text
  list -> unit result

val check_equivalent :
  node -> node -> bound0 list -> hint_text list -> unit result

val check_tolerance :
  node -> node -> bound0 list -> q -> hint_text list -> unit result

val is_region : radius -> bool

val regions_of : radius list -> Big.t

val balls_afforded :
  node list -> Big.t -> row0 list -> radius list -> hint_text list -> unit
  result

val radii_hold :
  int -> int -> net -> (row0 -> target0) -> Big.t option -> Big.t -> row0
  list -> radius list -> hint list -> hint list result

val none_left : hint list result -> unit result

val check_with_radii :
  node -> dataset -> goal -> radius list -> hint_text list -> unit result

val check_robustly :
  node -> dataset -> goal -> q -> hint_text list -> unit result

val check_equivalent_on_balls :
  node -> dataset -> node -> q -> hint_text list -> unit result

val first_greatest : int -> int -> Big.t -> Big.t list -> int

val class_at : node -> values_over -> int

val is_wrong : radius -> bool

val check_same_class_on_balls :
  node -> dataset -> node -> radius list -> hint_text list -> unit result

module Sort :
 functor (X:TotalLeBool') ->
 sig
  val merge : X.t list -> X.t list -> X.t list

  val merge_list_to_stack :
    X.t list option list -> X.t list -> X.t list option list

  val merge_stack : X.t list option list -> X.t list

  val iter_merge : X.t list option list -> X.t list -> X.t list

  val sort : X.t list -> X.t list

  val flatten_stack : X.t list option list -> X.t list
 end

val at_most : q -> q -> bool

val no_later : bool -> q -> q -> bool

val first : bool -> q -> q -> q

val joined0 : (q -> q -> q) -> vec -> vec -> vec

val firsts : bool -> vec -> vec list -> vec

module Ascending :
 sig
  type t = q

  val leb : q -> q -> bool
 end

module Descending :
 sig
  type t = q

  val leb : q -> q -> bool
 end

module Up :
 sig
  val merge : q list -> q list -> q list

  val merge_list_to_stack : q list option list -> q list -> q list option list

  val merge_stack : q list option list -> q list

  val iter_merge : q list option list -> q list -> q list

  val sort : q list -> q list

  val flatten_stack : q list option list -> q list
 end

module Down :
 sig
  val merge : q list -> q list -> q list

  val merge_list_to_stack : q list option list -> q list -> q list option list

  val merge_stack : q list option list -> q list

  val iter_merge : q list option list -> q list -> q list

  val sort : q list -> q list

  val flatten_stack : q list option list -> q list
 end

val sorted0 : bool -> q list -> q list

val columns : int -> vec list -> q list list

val equal : vec -> vec -> bool

val uniform : data -> bool

val foremost : data -> vec * vec

val ends0 : bool -> data -> vec

val ranged : bool -> int -> int -> data list -> vec list

type box0 = { low1 : vec; high1 : vec; enough : int }

val point_sides : (vec * vec) -> vec * vec

val box_sides : box0 -> vec * vec

val hull : int -> (vec * vec) list -> box0 option

type step2 =
| Labels0 of Big.t list * Big.t list
| Sides of Big.t list
| Ranged of int * Big.t list list * Big.t list
| Uninterpolable1 of Big.t * Big.t list
| Powered0 of Big.t * int * Big.t list

val by_labels0 :
  (vec * vec) PositiveMap.t -> Big.t list -> Big.t list -> box0 option

val all_le : vec -> vec -> bool

val by_sides : int -> int -> data list -> box0 list -> box0 option

val least_enough : box0 -> box0 list -> int

val all_picked : 'a1 PositiveMap.t -> Big.t list list -> 'a1 list list option

val by_set : data -> Big.t -> int -> (data -> bool) -> box0 option

val by_step :
  bool -> int -> int -> data -> (vec * vec) PositiveMap.t -> box0
  PositiveMap.t -> step2 -> box0 option

val reaches :
  bool -> int -> int -> int -> data -> (vec * vec) PositiveMap.t -> step2
  list -> Big.t -> box0 PositiveMap.t -> bool

val check_depth : bool -> int -> int -> data -> int -> step2 list -> bool

val run1 : (sample -> bool) -> int -> sample list -> int * sample list

val farther : (int * sample list) -> (int * sample list) -> int * sample list

val leaf_tests : int -> sample -> sample -> (sample -> bool) list

val leaf_reach : int -> sample list -> int * sample list

val reach1 : int -> sample list -> int * sample list

val single0 : (vec * vec) -> bool

val sample_of : (vec * vec) -> sample

val climbs : sample list -> bool

val check_operations0 : data -> Big.t list -> int -> bool

type interval =
| Point0 of q
| Open0 of q option * q option

val everything : interval

val least2 : interval -> q option

val most1 : interval -> q option

val apart0 : q option -> q option -> q option

val minus0 : interval -> interval -> interval

val less0 : q -> q -> bool

val from : q option -> q -> bool

val to0 : q -> q option -> bool

val lesser : q -> q option -> q

val greater : q -> q option -> q

val has : interval -> q -> bool

val below : q -> interval -> interval option

val above : q -> interval -> interval option

type band = { right : bool; place3 : interval; slope : interval }

val moved0 : band -> interval -> band list

val kept0 : q -> band -> band list

val crossed : q -> band -> band list

val crossed_twice : q -> band -> band list

val lowest0 : q option -> q option -> comparison

val highest0 : q option -> q option -> comparison

val then_by : comparison -> comparison -> comparison

val along0 : interval -> interval -> comparison

val alike : band -> band -> comparison

val first0 : band -> band -> bool

val merge0 : int -> band list -> band list -> band list

val halves : band list -> band list * band list

val sorted1 : int -> band list -> band list

val joined1 : band -> band -> band option

val swept : band -> band list -> band list

val tidy : band list -> band list

val never : band -> bool

val refuted :
  Big.t -> slopes0 -> band list -> band list -> sample -> sample list -> bool

val bANDS : Big.t

val check_units : data -> Big.t list -> int -> bool

val in_order : vec -> vec -> bool

module Keyed :
 sig
  type t = vec * Big.t

  val leb : t -> t -> bool
 end

module Sorting :
 sig
  val merge : (vec * Big.t) list -> (vec * Big.t) list -> (vec * Big.t) list

  val merge_list_to_stack :
    (vec * Big.t) list option list -> (vec * Big.t) list -> (vec * Big.t)
    list option list

  val merge_stack : (vec * Big.t) list option list -> (vec * Big.t) list

  val iter_merge :
    (vec * Big.t) list option list -> (vec * Big.t) list -> (vec * Big.t) list

  val sort : (vec * Big.t) list -> (vec * Big.t) list

  val flatten_stack : (vec * Big.t) list option list -> (vec * Big.t) list
 end

module Ranked :
 sig
  type t = Big.t * Big.t

  val leb : t -> t -> bool
 end

module Ranking :
 sig
  val merge :
    (Big.t * Big.t) list -> (Big.t * Big.t) list -> (Big.t * Big.t) list

  val merge_list_to_stack :
    (Big.t * Big.t) list option list -> (Big.t * Big.t) list ->
    (Big.t * Big.t) list option list

  val merge_stack : (Big.t * Big.t) list option list -> (Big.t * Big.t) list

  val iter_merge :
    (Big.t * Big.t) list option list -> (Big.t * Big.t) list ->
    (Big.t * Big.t) list

  val sort : (Big.t * Big.t) list -> (Big.t * Big.t) list

  val flatten_stack : (Big.t * Big.t) list option list -> (Big.t * Big.t) list
 end

val counted_rows : (row0 -> 'a1) -> row0 list -> ('a1 * Big.t) list

val ranks_of : row0 list -> Big.t PositiveMap.t

val ranked :
  Big.t PositiveMap.t -> Big.t list -> (Big.t * Big.t) list ->
  (Big.t * Big.t) list option

val grouped :
  (Big.t * Big.t) list -> Big.t -> Big.t list -> Big.t list list -> Big.t
  list list

val groups_of : Big.t PositiveMap.t -> Big.t list -> Big.t list list option

val firsts_and_rest : Big.t list list -> Big.t list * Big.t list

val bends_after :
  bool -> int -> (Big.t * (vec * vec)) option -> (Big.t * (vec * vec)) option
  -> (Big.t * (vec * vec)) list -> Big.t list -> Big.t list

val bends_of : bool -> int -> row0 list -> Big.t list

type need_name =
| Pieces
| Counting
| Uninterpolating
| Dividing
| Every1
| Multiplying
| Labelled
| Parting
| Casing

val need_names : (string * need_name) list

val mOST_DOUBLINGS : Big.t

val no_step : step0

val set_of0 : Big.t -> (Big.t -> step0) -> step0

val step_numbers : Big.t list -> Big.t list option

val few_enough : Big.t -> int -> bool

val need_step :
  dataset -> Big.t PositiveMap.t -> (hint list * step0 list) -> hint_text ->
  hint list * step0 list

val need_steps : dataset -> hint_text list -> step0 list

val sets_up_to : int -> Big.t -> Big.t -> Big.t -> Big.t -> Big.t

val sets_of : int -> Big.t -> Big.t -> Big.t -> Big.t

val products : Big.t -> Big.t -> Big.t

val words_of : Big.t list -> Big.t

val sums_price : Big.t -> Big.t -> Big.t

val powers_price : Big.t -> Big.t -> Big.t list -> Big.t

type running = { spent : Big.t; width_now : Big.t; ends1 : Big.t }

val need_price : Big.t -> Big.t -> Big.t -> running -> hint_text -> running

val has_step : (need_name -> bool) -> hint_text -> bool

val misshapen_from :
  (hint_text -> bool option) -> Big.t -> Big.t -> hint_text list -> Big.t
  option

val wrong_need : hint_text -> bool option

val needed_afforded : dataset -> hint_text list -> unit result

val check_comparisons :
  bool -> dataset -> Big.t -> hint_text list -> unit result

type depth_name =
| Labelling
| Siding
| Ranging
| Combining
| Raising

val depth_names : (string * depth_name) list

val no_depth : step2

val of_set : Big.t -> (Big.t -> step2) -> step2

val depth_step : Big.t PositiveMap.t -> hint_text -> step2

val depth_price : Big.t -> Big.t -> Big.t -> Big.t -> hint_text -> Big.t

val check_depth0 : bool -> dataset -> Big.t -> hint_text list -> unit result

val order_of : row0 list -> Big.t list

val check_least_operations : dataset -> Big.t -> unit result

val check_least_units : dataset -> Big.t -> unit result

type mean_name =
| Combining0
| Arranging
| Totalling

val mean_names : (string * mean_name) list

val no_total : step1

val total_of : Big.t -> (Big.t -> step1) -> step1

val mean_step :
  Big.t -> (hint list * step1 list) -> hint_text -> hint list * step1 list

val mean_steps : Big.t -> hint_text list -> step1 list

val mean_price : Big.t -> Big.t -> Big.t -> running -> hint_text -> running

val wrong_total : hint_text -> bool option

val check_mean : bool -> bool -> dataset -> q -> hint_text list -> unit result

val mOST : int

val tERMS : int

val lONG : Big.t

val lETTERS : Big.t

val pOLYHEDRA : int

type phrase = piece list * Big.t

val said : string -> Big.t -> phrase

val then_ : phrase -> phrase -> phrase

val digits0 : int -> Big.t -> Big.t

val number1 : Big.t -> phrase

val quotient : Big.t -> Big.t -> phrase

val symbol0 : relation -> bool -> phrase

val terms_from : Big.t -> (int * Big.t) list -> (Big.t * Big.t) list

val terms : bound0 -> (Big.t * Big.t) list

val is_short : bound0 -> bool

val sum_of0 :
  (Big.t -> phrase) -> bool -> Big.t -> (Big.t * Big.t) list -> phrase

val replaced : int -> phrase -> phrase list -> phrase list

val taken_out :
  Big.t -> (Big.t * (int * phrase)) list -> (int * phrase)
  option * (Big.t * (int * phrase)) list

val one_more0 :
  (Big.t -> phrase) -> phrase list -> (Big.t * (int * phrase)) list -> bound0
  -> (phrase list * (Big.t * (int * phrase)) list) option

val all_texts :
  (Big.t -> phrase) -> bound0 list -> phrase list -> (Big.t * (int * phrase))
  list -> phrase list option

val joined_by : phrase -> phrase list -> phrase

val spelled_out : (Big.t -> phrase) -> bound0 list -> phrase option

val input_name : Big.t -> phrase

val output_name : Big.t -> phrase

val end_of : Big.t -> bool -> bound0 -> (Big.t * Big.t) option

val same_end : (Big.t * Big.t) -> (Big.t * Big.t) -> bool

val ends_from :
  Big.t -> bound0 list -> ((Big.t * Big.t) * (Big.t * Big.t)) option ->
  ((Big.t * Big.t) * (Big.t * Big.t)) option

val box_words : Big.t -> bound0 list -> piece list option

val domain_words : Big.t -> bound0 list -> bool -> piece list

val outputs_words : bound0 list -> piece list

val all_spelled : Big.t -> bound0 list list -> phrase list option

val unsafe_words : Big.t -> bound0 list list -> piece list

val size_of : 'a1 list -> Big.t

val rational_words : q -> piece list

val rows_words : dataset -> piece list

val goal_said : goal -> string -> piece list

val every_row : dataset -> piece list

val every_ball : dataset -> q -> piece list

val alike0 : radius -> radius -> bool

val ball_words : radius list -> piece list

val is_exact : radius -> bool

val how_many : ('a1 -> bool) -> 'a1 list -> Big.t

val exact_words : radius list -> piece list

val wrong_words : radius list -> piece list

val measure_words : counted -> Big.t -> piece list

val sentence_of : claim -> node list -> dataset list -> bool -> piece list

val where_words : int -> (role * reference0) list -> piece list

type subject =
| Net of node
| Table of dataset

val no_file : string -> 'a1 result

val claimed :
  reference0 -> (string * 'a1 result) option -> ('a1 -> 'a2) -> 'a2 result

val load_one :
  (string -> (string * node result) option) -> (string -> (string * dataset
  result) option) -> role -> reference0 -> subject result

val load :
  (string -> (string * node result) option) -> (string -> (string * dataset
  result) option) -> role list -> json list -> ((reference0 * subject)
  list * json list) result

val integers_of : json list -> Big.t list -> Big.t list option

val hint_text_of : Big.t -> json -> hint_text result

val cLAIM : string

val hINTS : string

val cERTIFICATE_FORMAT : string

val fed :
  string -> (Big.t * hint_text list) -> json -> (Big.t * hint_text list)
  result

val certified : string -> string -> string -> string -> hint_text list result

type verdict =
| Accepted of piece list * bool
| Refused of error
| Incomplete of piece list

val no_hints : hint_text list -> unit result

val check_subjects : claim -> hint_text list -> subject list -> unit result

val domain_of : claim -> bound0 list

val check_claim :
  claim -> hint_text list -> subject list -> (piece list * bool) result

val cLAIM_END : string

val cERTIFICATE_END : string

val stem : string -> string option

val settled : verdict result -> verdict

val check_using :
  folder -> (string -> (string * node result) option) -> (string ->
  (string * dataset result) option) -> string -> verdict
