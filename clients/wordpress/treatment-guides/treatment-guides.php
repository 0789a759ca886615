<?php
/**
 * Plugin Name: Treatment Guides
 * Description: One block that shows a treatment guide, a section of it, or a branch's list of treatments, as it reads now.
 * Version: 1.0.0
 * Requires at least: 6.1
 * Requires PHP: 7.4
 *
 * The words are put into the page by this server, so readers need no script and are told to nobody. What was fetched is
 * kept for as long as the product says (seconds), and for longer only while the product can't be reached.
 */

namespace Treatment_Guides;

defined( 'ABSPATH' ) || exit;

const VERSION  = '1.0.0';
const ADDRESS  = 'treatment_guides_address'; // the option: where the product is
const AWAY     = 'treatment_guides_away'; // the transient: the product did not answer lately
const PATIENCE = 1;   // seconds that a block waits for the product; WordPress knows no shorter time
const PAUSE    = 30;  // seconds until it is asked again, by any block, after it did not answer
const SECTIONS = array( 'mechanism', 'process', 'sessions', 'safety', 'combinations' );

/** The block, drawn here: the editor shows what readers will see. */
function register_block() {
	wp_register_script(
		'treatment-guides-block',
		plugins_url( 'block.js', __FILE__ ),
		array( 'wp-blocks', 'wp-element', 'wp-block-editor', 'wp-components', 'wp-server-side-render', 'wp-i18n' ),
		VERSION,
		true
	);
	$text = array(
		'type'    => 'string',
		'default' => '',
	);
	register_block_type(
		'treatment-guides/section',
		array(
			'api_version'     => 2,
			'title'           => __( 'Treatment guide', 'treatment-guides' ),
			'category'        => 'embed',
			'icon'            => 'heart',
			'description'     => __( 'A treatment guide, a section of it, or a list of treatments.', 'treatment-guides' ),
			'editor_script'   => 'treatment-guides-block',
			'supports'        => array( 'html' => false ),
			'attributes'      => array_fill_keys( array( 'guide', 'section', 'branch', 'locale', 'scheme' ), $text ),
			'render_callback' => __NAMESPACE__ . '\render',
		)
	);
}
add_action( 'init', __NAMESPACE__ . '\register_block' );

/** HTML of a block. Never an error to readers: at the worst a link, or nothing. */
function render( $attributes ) {
	$address = build_address( $attributes );
	if ( null === $address ) {
		return current_user_can( 'edit_posts' )
			? '<p>' . esc_html__( 'Choose a guide or a branch; the address of the product is set under Settings, Treatment Guides.', 'treatment-guides' ) . '</p>'
			: '';
	}
	return fetch( $address );
}

/** Address of the fragment; null where too little was chosen. */
function build_address( $attributes ) {
	$home = untrailingslashit( (string) get_option( ADDRESS, '' ) );
	$pick = static function ( $name ) use ( $attributes ) {
		$value = isset( $attributes[ $name ] ) ? trim( (string) $attributes[ $name ] ) : '';
		return preg_match( '/^[\w-]{1,255}$/', $value ) ? $value : '';
	};
	$guide  = $pick( 'guide' );
	$branch = $pick( 'branch' );
	if ( '' === $home || ( '' === $guide && '' === $branch ) ) {
		return null;
	}
	if ( '' !== $guide ) {
		$section = in_array( $pick( 'section' ), SECTIONS, true ) ? $pick( 'section' ) . '/' : '';
		$path    = "guides/$guide/$section";
	} else {
		$path = "branches/$branch/";
	}
	$query = array_filter(
		array(
			'branch' => '' !== $guide ? $branch : '',
			'locale' => $pick( 'locale' ),
			'scheme' => $pick( 'scheme' ),
		)
	);
	return add_query_arg( $query, "$home/embed/fragment/$path" );
}

/**
 * What stands at an address, as fresh as the product wants it.
 *
 * Where the product does not answer, what is kept is shown, for as long as the product allowed (stale-if-error).
 * What is gone (410) takes the place of what is kept: its notice is what readers have to see.
 */
function fetch( $address ) {
	$name = 'treatment_guides_' . md5( $address );
	$kept = get_transient( $name );
	$kept = is_array( $kept ) ? $kept : null;
	if ( $kept && $kept['until'] > time() ) {
		return $kept['html'];
	}
	$answer = ask( $address, $kept ? $kept['etag'] : '' );
	if ( null === $answer ) {
		return $kept && $kept['dies'] > time() ? $kept['html'] : build_link( $address );
	}
	$status = read_status( $answer );
	$fresh  = read_seconds( $answer, 'max-age', 10 );
	if ( 304 === $status && $kept ) {
		$kept['until'] = time() + $fresh;
		$kept['dies']  = time() + read_seconds( $answer, 'stale-if-error', DAY_IN_SECONDS );
	} elseif ( is_fragment( $answer ) && in_array( $status, array( 200, 404, 410 ), true ) ) {
		$kept = array(
			'html'  => wp_remote_retrieve_body( $answer ),
			'etag'  => (string) wp_remote_retrieve_header( $answer, 'etag' ),
			'until' => time() + $fresh,
			'dies'  => time() + read_seconds( $answer, 'stale-if-error', DAY_IN_SECONDS ),
		);
	} elseif ( in_array( $status, array( 400, 404, 410 ), true ) ) { // any other may be a firewall's, and is a failure
		$kept = array( 'html' => '', 'etag' => '', 'until' => time() + PAUSE, 'dies' => time() + PAUSE );
	} elseif ( $kept && $kept['dies'] > time() ) {
		$kept['until'] = time() + PAUSE;
	} else {
		$kept = array(
			'html'  => build_link( $address ),
			'etag'  => '',
			'until' => time() + PAUSE,
			'dies'  => time() + PAUSE,
		);
	}
	set_transient( $name, $kept, max( 1, $kept['dies'] - time() ) + PAUSE );
	return $kept['html'];
}

/**
 * The product's answer. Null where it is not asked: it did not answer lately, or this page has waited long enough.
 *
 * So a page waits for a second and a half at most, however many blocks it has.
 */
function ask( $address, $etag ) {
	static $waited = 0, $page = null;
	if ( $page !== $_SERVER['REQUEST_TIME_FLOAT'] ) { // a worker's process answers many
		$page   = $_SERVER['REQUEST_TIME_FLOAT'];
		$waited = 0;
	}
	if ( $waited >= PATIENCE / 2 || get_transient( AWAY ) ) {
		return null;
	}
	$began   = microtime( true );
	$answer  = wp_remote_get(
		$address,
		array(
			'timeout'     => PATIENCE,
			'redirection' => 1,
			'headers'     => array( 'Accept' => 'text/html' ) + ( $etag ? array( 'If-None-Match' => $etag ) : array() ),
			'user-agent'  => 'treatment-guides-wordpress/' . VERSION,
		)
	);
	$waited += microtime( true ) - $began;
	if ( 0 === read_status( $answer ) || 500 <= read_status( $answer ) ) {
		set_transient( AWAY, 1, PAUSE );
	}
	return $answer;
}

/** 0 where nothing answered. */
function read_status( $answer ) {
	return is_wp_error( $answer ) ? 0 : (int) wp_remote_retrieve_response_code( $answer );
}

/** The guide's own page, for readers where its words can't be had. */
function build_link( $address ) {
	$page = str_replace( '/embed/fragment/', '/', $address );
	return sprintf( '<p><a href="%s">%s</a></p>', esc_url( $page ), esc_html__( 'Read the treatment guide', 'treatment-guides' ) );
}

function is_fragment( $answer ) {
	return ! is_wp_error( $answer ) && 0 === strpos( (string) wp_remote_retrieve_header( $answer, 'content-type' ), 'text/html' );
}

/** Seconds that a word of Cache-Control gives. */
function read_seconds( $answer, $word, $otherwise ) {
	$header = is_wp_error( $answer ) ? '' : (string) wp_remote_retrieve_header( $answer, 'cache-control' );
	return preg_match( '/(?:^|[\s,])' . preg_quote( $word, '/' ) . '=(\d+)/', $header, $found ) ? (int) $found[1] : $otherwise;
}

/** The one setting: where the product is. */
function register_settings() {
	register_setting(
		'treatment_guides',
		ADDRESS,
		array(
			'type'              => 'string',
			'sanitize_callback' => 'sanitize_url',
			'default'           => '',
		)
	);
}
add_action( 'admin_init', __NAMESPACE__ . '\register_settings' );

/** An address that was put right is asked at once. */
function forget_silence() {
	delete_transient( AWAY );
}
add_action( 'update_option_' . ADDRESS, __NAMESPACE__ . '\forget_silence' );

function add_settings_page() {
	add_options_page( __( 'Treatment Guides', 'treatment-guides' ), __( 'Treatment Guides', 'treatment-guides' ), 'manage_options', 'treatment-guides', __NAMESPACE__ . '\show_settings' );
}
add_action( 'admin_menu', __NAMESPACE__ . '\add_settings_page' );

function show_settings() {
	?>
	<div class="wrap">
		<h1><?php esc_html_e( 'Treatment Guides', 'treatment-guides' ); ?></h1>
		<form method="post" action="options.php">
			<?php settings_fields( 'treatment_guides' ); ?>
			<table class="form-table"><tr>
				<th scope="row"><label for="<?php echo esc_attr( ADDRESS ); ?>"><?php esc_html_e( 'Address of the product', 'treatment-guides' ); ?></label></th>
				<td><input type="url" class="regular-text" id="<?php echo esc_attr( ADDRESS ); ?>" name="<?php echo esc_attr( ADDRESS ); ?>" value="<?php echo esc_attr( get_option( ADDRESS, '' ) ); ?>" placeholder="https://guides.example">
				<p class="description"><?php esc_html_e( 'As the group gives it, without a path.', 'treatment-guides' ); ?></p></td>
			</tr></table>
			<?php submit_button(); ?>
		</form>
	</div>
	<?php
}

/** Nothing is left behind when the plugin is removed. */
function uninstall() {
	global $wpdb;
	delete_option( ADDRESS );
	$wpdb->query( "DELETE FROM $wpdb->options WHERE option_name LIKE '\\_transient\\_%treatment\\_guides\\_%'" );
}
register_uninstall_hook( __FILE__, __NAMESPACE__ . '\uninstall' );
